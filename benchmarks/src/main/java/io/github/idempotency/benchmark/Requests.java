package io.github.idempotency.benchmark;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.github.idempotency.benchmark.Plan.Contender;
import io.github.idempotency.benchmark.Plan.Round;
import io.github.idempotency.benchmark.report.Comparison;
import io.github.idempotency.benchmark.server.HandWrittenFilter;
import io.github.idempotency.benchmark.server.OrderController;
import io.github.idempotency.test.redis.EmbeddedRedis;

/** Requests a second of 32 callers that send and get 1 KiB of JSON. */
record Requests(URI server, EmbeddedRedis redis) {

    private static final int CALLERS = 32;

    List<Comparison> compare(Plan plan) throws Exception {
        if (!Wrk.isInstalled()) {
            System.err.println("No throughput is measured: it takes wrk, which is a package of that name.");
            return List.of();
        }
        List<Contender> contenders = List.of(
                new Contender("not guarded", first(plan, OrderController.BARE)),
                new Contender("first, hand-written filter", first(plan, HandWrittenFilter.PATH)),
                new Contender("first, guarded", first(plan, OrderController.GUARDED)),
                new Contender("replay, hand-written filter", replay(plan, HandWrittenFilter.PATH)),
                new Contender("replay, guarded", replay(plan, OrderController.GUARDED)),
                new Contender("replay, guarded, from a copy", replay(plan, OrderController.GUARDED_WITH_COPIES)));
        return List.of(new Comparison("Requests a second", "1/s", true, plan.alternate(contenders)));
    }

    private Round first(Plan plan, String path) {
        return () -> {
            redis.call("FLUSHALL");
            return new Wrk(server.resolve(path), "own")
                    .requestsPerSecond(CALLERS, plan.load(), UUID.randomUUID().toString());
        };
    }

    /** Retries of a call that has ended: one caller uses the key before the others come. */
    private Round replay(Plan plan, String path) {
        return () -> {
            redis.call("FLUSHALL");
            String key = UUID.randomUUID().toString();
            Wrk retries = new Wrk(server.resolve(path), "same");
            retries.requestsPerSecond(1, Duration.ofSeconds(1), key);
            return retries.requestsPerSecond(CALLERS, plan.load(), key);
        };
    }
}
