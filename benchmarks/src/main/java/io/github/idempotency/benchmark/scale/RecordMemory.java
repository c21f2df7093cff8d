package io.github.idempotency.benchmark.scale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.idempotency.Effect;
import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.benchmark.report.Sheet;
import io.github.idempotency.benchmark.report.Spread;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.test.redis.EmbeddedRedis;

/** What a record takes of its server's memory, all included, where there are as many as asked for. */
record RecordMemory(Size size) {

    private static final Duration HOUR = Duration.ofHours(1);

    void measure(Findings findings) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(findings, "an answer of 1 KiB of JSON", 1_450, RecordMemory::complete));
        rows.add(row(
                findings,
                "the same, compressed",
                620,
                RecordMemory::complete,
                "idempotency.compression.threshold=512B"));
        rows.add(row(findings, "in progress", 190, RecordMemory::claim));
        findings.sheets()
                .add(new Sheet(
                        "Memory of a record",
                        "Growth of `used_memory` of one Redis over the number of records: key, expiry, tables and what the allocator"
                                + " rounds up are in it. Written by the engine through its own connection, no two answers the same; each"
                                + " within %s, or as many as were written by then.".formatted(size.atMost()),
                        List.of("record", "records", "bytes each", "written in a second"),
                        rows));
    }

    private interface Step {

        void take(Engine engine, int number);
    }

    private List<String> row(Findings findings, String name, int goal, Step step, String... properties)
            throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.standalone().start();
                Engine engine = Engine.on(redis, properties)) {
            step.take(engine, -1);
            long before = ServerCounts.of(redis).memory();
            long begun = System.nanoTime();
            int written = Records.write(size.records(), size.atMost(), number -> step.take(engine, number));
            double seconds = (System.nanoTime() - begun) / 1e9;
            long bytes = ServerCounts.of(redis).memory() - before;
            findings.goals()
                    .add(Goal.atMost("memory of a record, %s, bytes".formatted(name), goal, Spread.of(List.of((double)
                            Math.round((double) bytes / written)))));
            return List.of(
                    name,
                    "%,d".formatted(written),
                    "%,.0f".formatted((double) bytes / written),
                    "%,.0f".formatted(written / seconds));
        }
    }

    static void complete(Engine engine, int number) {
        engine.executor().execute(operation(number), Engine.BYTES, () -> OrderBody.answer(number));
    }

    private static void claim(Engine engine, int number) {
        engine.store()
                .claim(new ClaimRequest(
                        operation(number).storeKey(),
                        "shop/orders.place",
                        fingerprint(number),
                        Effect.REPEATABLE,
                        HOUR,
                        HOUR));
    }

    static IdempotentOperation operation(int number) {
        return Engine.operation("order-" + number).with(fingerprint(number));
    }

    private static Fingerprint fingerprint(int number) {
        return Fingerprint.of(Integer.toString(number));
    }
}
