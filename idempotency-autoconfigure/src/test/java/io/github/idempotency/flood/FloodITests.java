package io.github.idempotency.flood;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;
import io.github.idempotency.execution.LeaseKeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Thousands of keys that nobody has used before, as fast as they come: stored, refused for their body, failed, and raced
 * for by callers who wait. None of it leaves anything behind in this process.
 *
 * <p>Broken on purpose: a keeper that does not forget what has ended, and flights that stay after landing, are both found.
 */
@GuardedTest
class FloodITests {

    private static final int KEYS = 4_000;

    private static final int CALLERS = 64;

    /** Bounded by what they take and not by keys: copies of records by their bytes, sums by scopes and minutes. */
    private static final Set<String> BOUNDED =
            Set.of("NearRecords.copies", "CallCounts.byCounter", "MinuteHistory.minutes");

    @Autowired
    private Caller caller;

    @Autowired
    private LeaseKeeper keeper;

    @Autowired
    private ListableBeanFactory beans;

    @Test
    void aFloodOfUniqueKeysLeavesNothingBehind() throws Exception {
        flood(CALLERS);
        await().until(() -> keeper.inFlight() == 0);
        Map<String, Integer> before = held();
        flood(KEYS);
        await().until(() -> keeper.inFlight() == 0);
        Map<String, Integer> grown = held();
        grown.entrySet().removeIf(entry -> entry.getValue() <= before.getOrDefault(entry.getKey(), 0));
        grown.keySet().removeAll(BOUNDED);
        assertThat(grown).isEmpty();
    }

    private Map<String, Integer> held() {
        List<Object> roots = new ArrayList<>();
        for (String name : beans.getBeanNamesForType(Object.class, false, false)) {
            roots.add(beans.getBean(name));
        }
        Map<String, Integer> held = HeldCollections.of(roots);
        assertThat(held)
                .containsKeys("LeaseKeeper.inFlight", "LeaseKeeper.scheduler", "Flights.flights", "DueResults.due");
        return new TreeMap<>(held);
    }

    private void flood(int keys) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                int number = i;
                sent.add(threads.submit(() -> send(number, Caller.newKey())));
            }
            for (int i = 0; i < keys; i++) {
                assertThat(sent.get(i).get(120, TimeUnit.SECONDS))
                        .isEqualTo(List.of(200, 200, 500, 400).get(i % 4));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private int send(int number, String key) {
        return switch (number % 4) {
            case 0 ->
                caller.post("/echo/document")
                        .key(key)
                        .json("{\"number\":" + number + "}")
                        .send()
                        .status();
            case 1 -> twice(caller.post("/recovering/patient").key(key));
            case 2 ->
                caller.post("/payments/counted")
                        .key(key)
                        .json("{\"amount\":-1}")
                        .send()
                        .status();
            default ->
                caller.post("/echo/document")
                        .key(key)
                        .json("{\"a\":1,\"a\":2}")
                        .send()
                        .status();
        };
    }

    /** The second one waits for the first, or finds it done. */
    private static int twice(Call call) {
        CompletableFuture<Reply> first = call.start();
        Reply second = call.send();
        assertThat(second.body()).isEqualTo(first.join().body());
        return second.status();
    }
}
