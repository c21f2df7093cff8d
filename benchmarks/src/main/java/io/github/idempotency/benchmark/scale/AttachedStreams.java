package io.github.idempotency.benchmark.scale;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.benchmark.report.Sheet;
import io.github.idempotency.benchmark.report.Spread;
import io.github.idempotency.benchmark.scale.Streams.Streamed;
import io.github.idempotency.test.redis.EmbeddedRedis;

/** How far those are behind the first caller who are attached to a streamed answer. */
record AttachedStreams(Size size, ClassPath all) {

    void measure(Findings findings) throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.standalone().start();
                JavaProcess application = JavaProcess.start(
                        JavaProcess.JAVA,
                        all.of("web", "redis", "starter"),
                        List.of("--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redis.port()))) {
            Streams streams = new Streams(HttpClient.newHttpClient(), application.address());
            List<Double> p50 = new ArrayList<>();
            List<Double> p99 = new ArrayList<>();
            List<Double> commands = new ArrayList<>();
            long different = 0;
            for (int round = 0; round <= size.rounds(); round++) {
                ServerCounts before = ServerCounts.of(redis);
                String key = UUID.randomUUID().toString();
                CompletableFuture<Streamed> first =
                        streams.call(key, size.work().toMillis());
                // Whoever comes second must find the first one's claim.
                Thread.sleep(size.work().toMillis() / 10);
                List<CompletableFuture<Streamed>> attached = IntStream.range(0, size.streams())
                        .mapToObj(stream -> streams.call(key, size.work().toMillis()))
                        .toList();
                Streamed given = first.join();
                different += attached.stream()
                        .filter(stream -> !stream.join().events().equals(given.events()))
                        .count();
                ServerCounts sent = ServerCounts.of(redis).since(before);
                if (round > 0) {
                    Quantiles behind = Quantiles.of(attached.stream()
                            .map(stream -> (stream.join().nanos() - given.nanos()) / 1e6)
                            .toList());
                    p50.add(behind.p50());
                    p99.add(behind.p99());
                    commands.add((double) (sent.scripts() + sent.messages()) / (size.streams() + 1));
                }
            }
            findings.goals().add(Goal.none("attached streams that were not the first one's", different));
            findings.sheets()
                    .add(new Sheet(
                            "%,d callers who are attached to one stream of %d ms"
                                    .formatted(size.streams(), size.work().toMillis()),
                            "Over HTTP, 20 events; behind is from the end of the first caller's answer to the end of an attached one,"
                                    + " negative where that came first. Commands are all of the round, those of the first caller"
                                    + " included. Median (least–greatest) of %d rounds.".formatted(size.rounds()),
                            List.of("", "measured"),
                            List.of(
                                    List.of(
                                            "behind, p50 of a round, ms",
                                            Spread.of(p50).format("%.1f")),
                                    List.of(
                                            "behind, p99 of a round, ms",
                                            Spread.of(p99).format("%.1f")),
                                    List.of(
                                            "commands for each stream",
                                            Spread.of(commands).format("%.2f")),
                                    List.of("streams that were not the first one's", Long.toString(different)))));
        }
    }
}
