package io.github.idempotency.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;

import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.benchmark.report.Sheet;
import io.github.idempotency.benchmark.report.Spread;

/** How often Redis is asked for a call. What a script asks inside of the server is no round trip. */
record RoundTrips(Servers servers) {

    private static final int CALLS = 100;

    private static final int DUPLICATES = 20;

    private static final int LONG_MILLIS = 500;

    void count(Findings findings) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        for (Guard guard : Guard.values()) {
            if (guard == Guard.NOBODY || guard == Guard.DATABASE) {
                continue;
            }
            rows.add(row(guard, findings.goals()));
        }
        findings.sheets()
                .add(new Sheet(
                        "Round trips to Redis",
                        "Commands that its monitor saw clients send during a call: median (least–greatest) of %d calls, or %d duplicates."
                                .formatted(CALLS, DUPLICATES),
                        List.of("", "first", "replay", "in-flight duplicate"),
                        rows));
    }

    private List<String> row(Guard guard, List<Goal> goals) throws Exception {
        OrderClient client = new OrderClient(servers.application().address());
        servers.empty();
        String body = OrderClient.body("once", 0);
        String key = UUID.randomUUID().toString();
        // The first replay may be what makes a copy.
        client.order(guard, key, body);
        client.order(guard, key, body);
        List<Double> first =
                perCall(CALLS, () -> client.order(guard, UUID.randomUUID().toString(), body));
        List<Double> replay = guard.replays ? perCall(CALLS, () -> client.order(guard, key, body)) : List.of();
        List<Double> duplicate = guard == Guard.CACHEABLE ? List.of() : duplicate(client, guard);
        if (guard == Guard.REDIS) {
            goals.add(goal("first", 2, first));
            goals.add(goal("replay", 1, replay));
            goals.add(goal("in-flight duplicate", 1, duplicate));
        }
        if (guard == Guard.NEAR) {
            goals.add(goal("replay from the near cache", 0, replay));
        }
        return List.of(guard.title, cell(first), cell(replay), cell(duplicate));
    }

    private static Goal goal(String what, int trips, List<Double> counted) {
        return Goal.atMost("round trips, " + what, trips, Spread.of(counted));
    }

    /** Of callers who come while the first one runs; without a claim there is no such thing. */
    private List<Double> duplicate(OrderClient client, Guard guard) throws Exception {
        client.forget();
        String key = UUID.randomUUID().toString();
        String body = OrderClient.body(key, LONG_MILLIS);
        CompletableFuture<?> running = CompletableFuture.supplyAsync(() -> client.order(guard, key, body));
        Awaitility.await().until(() -> client.executions().keys() == 1);
        List<Double> trips = perCall(DUPLICATES, () -> client.order(guard, key, body));
        running.join();
        return trips;
    }

    private List<Double> perCall(int number, Runnable call) throws IOException {
        List<Double> trips = new ArrayList<>();
        try (RedisMonitor monitor = RedisMonitor.of(servers.redis())) {
            for (int each = 0; each < number; each++) {
                call.run();
                trips.add((double) monitor.commands());
            }
        }
        return trips;
    }

    private static String cell(List<Double> trips) {
        return trips.isEmpty() ? "–" : Spread.of(trips).format("%.0f");
    }
}
