package io.github.idempotency.benchmark.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.benchmark.report.Sheet;
import io.github.idempotency.benchmark.report.Spread;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.test.redis.EmbeddedRedis;

/** How soon those are woken who wait for one call, and what they ask of the server meanwhile. */
record Waiters(Size size) {

    void measure(Findings findings) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(size.waiters());
        try (EmbeddedRedis redis = EmbeddedRedis.standalone().start();
                Engine engine = Engine.on(redis, "idempotency.max-waiters=" + 2 * size.waiters())) {
            List<Double> p50 = new ArrayList<>();
            List<Double> p99 = new ArrayList<>();
            List<Double> commands = new ArrayList<>();
            for (int round = -3 * size.warmUps(); round < size.manyRounds(); round++) {
                ServerCounts before = ServerCounts.of(redis);
                Quantiles woken = Quantiles.of(wake(engine, "round-" + round, threads));
                ServerCounts sent = ServerCounts.of(redis).since(before);
                if (round >= 0) {
                    p50.add(woken.p50());
                    p99.add(woken.p99());
                    // Not those of the call they wait for: its claim, and its end, which publishes once.
                    commands.add((double) (sent.scripts() - 2 + sent.messages() - 1) / size.waiters());
                }
            }
            findings.goals().add(Goal.atMost("callers who wait: woken, p50, ms", 5, Spread.of(p50)));
            findings.goals().add(Goal.atMost("callers who wait: woken, p99, ms", 10, Spread.of(p99)));
            findings.goals().add(Goal.atMost("callers who wait: commands for each", 0.1, Spread.of(commands)));
            findings.sheets()
                    .add(new Sheet(
                            "%,d callers who wait for one call of %d ms"
                                    .formatted(size.waiters(), size.work().toMillis()),
                            "Each on a thread of its own in one process; woken from the moment at which the call's answer is handed to"
                                    + " the engine, before it is stored, to a waiter's having it. Commands are all that they cause, their"
                                    + " claims included. Median (least–greatest) of %d rounds."
                                            .formatted(size.manyRounds()),
                            List.of("", "measured"),
                            List.of(
                                    List.of(
                                            "woken, p50 of a round, ms",
                                            Spread.of(p50).format("%.1f")),
                                    List.of(
                                            "woken, p99 of a round, ms",
                                            Spread.of(p99).format("%.1f")),
                                    List.of(
                                            "commands for each who waits",
                                            Spread.of(commands).format("%.3f")))));
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Double> wake(Engine engine, String key, ExecutorService threads) throws Exception {
        IdempotentOperation operation = Engine.operation(key)
                .with(IdempotencyPolicy.DEFAULT.waiting(size.work().multipliedBy(10)));
        Execution running = (Execution) engine.executor().begin(operation);
        CountDownLatch coming = new CountDownLatch(size.waiters());
        List<Future<Long>> waiting = new ArrayList<>();
        for (int waiter = 0; waiter < size.waiters(); waiter++) {
            waiting.add(threads.submit(() -> {
                coming.countDown();
                engine.executor().execute(operation, Engine.BYTES, () -> {
                    throw new IllegalStateException("A waiter was let run");
                });
                return System.nanoTime();
            }));
        }
        coming.await();
        Thread.sleep(size.work().toMillis());
        long ended = System.nanoTime();
        running.complete(new Result(Outcome.SUCCEEDED, OrderBody.answer(0)));
        List<Double> millis = new ArrayList<>();
        for (Future<Long> woken : waiting) {
            millis.add((woken.get() - ended) / 1e6);
        }
        return millis;
    }
}
