package io.github.idempotency.benchmark.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

import io.github.idempotency.benchmark.report.Comparison;
import io.github.idempotency.benchmark.report.Figures;
import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.benchmark.report.Rounds;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.test.redis.EmbeddedRedis;

/** Whether a call takes longer where there are many records: two servers at once, one caller, in short turns. */
record FewAndMany(Size size) {

    private static final int CALLS = 100;

    void compare(Findings findings) throws Exception {
        try (EmbeddedRedis smaller = EmbeddedRedis.standalone().start();
                EmbeddedRedis larger = EmbeddedRedis.standalone().start();
                Engine few = Engine.on(smaller);
                Engine many = Engine.on(larger)) {
            int least = fill(few, size.few());
            int most = fill(many, size.records());
            List<Comparison> comparisons = List.of(
                    comparison(
                            "A first execution",
                            new Rounds()
                                    .with("%,d records".formatted(least), () -> first(few))
                                    .with("%,d records".formatted(most), () -> first(many))),
                    comparison(
                            "A replay",
                            new Rounds()
                                    .with("%,d records".formatted(least), () -> replay(few, least))
                                    .with("%,d records".formatted(most), () -> replay(many, most))));
            for (Comparison comparison : comparisons) {
                Figures fewer = comparison.contenders().get(0);
                findings.goals()
                        .add(Goal.atMost(
                                "%,d records ÷ %,d: %s".formatted(most, least, comparison.title()),
                                1.05,
                                comparison.contenders().get(1).over(fewer)));
            }
            findings.comparisons().addAll(comparisons);
        }
    }

    private int fill(Engine engine, int records) throws Exception {
        return Records.write(records, size.atMost(), number -> RecordMemory.complete(engine, number));
    }

    private Comparison comparison(String what, Rounds rounds) throws Exception {
        return new Comparison(
                what + " by the records there are, one caller, median of %,d, no copies".formatted(CALLS),
                "ms",
                false,
                rounds.alternate(10 * size.warmUps(), 10 * size.manyRounds()));
    }

    /** They are deleted again, or the few would become many. */
    private static double first(Engine engine) {
        List<Double> millis = new ArrayList<>();
        List<IdempotentOperation> called = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            IdempotentOperation operation = Engine.operation(UUID.randomUUID().toString());
            byte[] answer = OrderBody.answer(call);
            long begun = System.nanoTime();
            engine.executor().execute(operation, Engine.BYTES, () -> answer);
            millis.add((System.nanoTime() - begun) / 1e6);
            called.add(operation);
        }
        called.forEach(operation -> engine.store().delete(operation.storeKey()));
        return Quantiles.of(millis).p50();
    }

    /** Of any of them, so that the server's memory and not its processor's cache is asked. */
    private static double replay(Engine engine, int records) {
        SplittableRandom random = new SplittableRandom();
        List<Double> millis = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            int number = random.nextInt(records);
            long begun = System.nanoTime();
            engine.executor().execute(RecordMemory.operation(number), Engine.BYTES, () -> {
                throw new IllegalStateException("Order " + number + " is not stored");
            });
            millis.add((System.nanoTime() - begun) / 1e6);
        }
        return Quantiles.of(millis).p50();
    }
}
