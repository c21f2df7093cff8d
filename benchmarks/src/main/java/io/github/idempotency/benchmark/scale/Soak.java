package io.github.idempotency.benchmark.scale;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.benchmark.report.Sheet;
import io.github.idempotency.benchmark.report.Spread;
import io.github.idempotency.benchmark.scale.app.GuardedController;
import io.github.idempotency.test.redis.EmbeddedRedis;

/** Whether anything is left of calls that have ended: first executions, replays and streams, for a long time. */
record Soak(ClassPath all, Load load) {

    private static final int LOOKS = 10;

    private static final int CONNECTIONS = 8;

    private static final int STREAM_MILLIS = 200;

    void watch(Findings findings, Duration time) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        List<List<String>> rows = new ArrayList<>();
        List<Double> heap = new ArrayList<>();
        try (EmbeddedRedis redis = EmbeddedRedis.standalone().start();
                JavaProcess application = JavaProcess.start(
                        JavaProcess.JAVA,
                        all.of("web", "redis", "starter"),
                        List.of("--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redis.port()))) {
            Duration look = time.dividedBy(LOOKS);
            for (int number = 1; number <= LOOKS; number++) {
                AtomicLong streams = new AtomicLong();
                double requests = load(application.address(), client, look, streams);
                heap.add(heap(client, application.address()) / 1e6);
                rows.add(List.of(
                        look.multipliedBy(number).toString(),
                        "%,.0f".formatted(requests),
                        "%,d".formatted(streams.get()),
                        "%.1f".formatted(heap.get(number - 1)),
                        "%.1f".formatted(ServerCounts.of(redis).memory() / 1e6)));
            }
        }
        double early = Spread.of(heap.subList(1, 4)).median();
        double late = Spread.of(heap.subList(LOOKS - 3, LOOKS)).median();
        findings.goals()
                .add(Goal.atMost("heap after a soak ÷ heap early in it", 1.05, Spread.of(List.of(late / early))));
        findings.sheets()
                .add(new Sheet(
                        "%s under load".formatted(time),
                        ("First executions and replays of 1 KiB in turns over %d connections, and streams with somebody attached beside"
                                        + " them; keys are kept for 10 s. Heap is that of the application after a collection: %.1f MB"
                                        + " (median of the second to fourth look), then %.1f MB (of the last three), so %s.")
                                .formatted(
                                        CONNECTIONS, early, late, late <= 1.05 * early ? "**flat**" : "**not flat**"),
                        List.of("after", "requests", "streams", "heap, MB", "memory of Redis, MB"),
                        rows));
    }

    /** How many requests were answered in the time; streams are counted beside. */
    private double load(URI server, HttpClient client, Duration time, AtomicLong streamed) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread streaming = new Thread(() -> stream(new Streams(client, server), over, streamed), "streams");
        streaming.start();
        try {
            double requests = 0;
            long until = System.nanoTime() + time.toNanos();
            long left = time.toSeconds();
            URI path = server.resolve(GuardedController.GUARDED);
            for (boolean first = true; left > 0; first = !first) {
                Duration turn = Duration.ofSeconds(Math.min(Math.min(5, left), Math.max(1, time.toSeconds() / 2)));
                requests += turn.toSeconds()
                        * (first ? load.firsts(path, CONNECTIONS, turn) : load.replays(path, CONNECTIONS, turn));
                left = Duration.ofNanos(until - System.nanoTime()).toSeconds();
            }
            return requests;
        } finally {
            over.set(true);
            streaming.join();
        }
    }

    private static void stream(Streams streams, AtomicBoolean over, AtomicLong streamed) {
        while (!over.get()) {
            String key = UUID.randomUUID().toString();
            var first = streams.call(key, STREAM_MILLIS);
            var attached = streams.call(key, STREAM_MILLIS);
            if (!first.join().events().equals(attached.join().events())) {
                throw new IllegalStateException("An attached stream was another one");
            }
            streamed.addAndGet(2);
        }
    }

    private static double heap(HttpClient client, URI server) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(GuardedController.HEAP))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return Double.parseDouble(client.send(request, BodyHandlers.ofString()).body());
    }
}
