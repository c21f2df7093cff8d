package io.github.idempotency.benchmark.scale;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.github.idempotency.benchmark.report.Comparison;
import io.github.idempotency.benchmark.report.Rounds;
import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.redis.RedisNode;

/** First executions a second of an engine on three masters, beside one. */
record ClusterThroughput(Size size) {

    Comparison compare() throws Exception {
        try (EmbeddedRedis one = EmbeddedRedis.standalone().start();
                EmbeddedRedis three = EmbeddedRedis.cluster().start();
                Engine alone = Engine.on(one);
                Engine spread = Engine.on(three)) {
            return new Comparison(
                    "First executions a second of one engine, 64 callers, without HTTP",
                    "1/s",
                    true,
                    new Rounds()
                            .with("one Redis", () -> executions(alone, one))
                            .with("a cluster of three masters", () -> executions(spread, three))
                            .alternate(size.warmUps(), size.rounds()));
        }
    }

    private double executions(Engine engine, EmbeddedRedis redis) throws Exception {
        for (RedisNode node : redis.nodes()) {
            node.call("FLUSHALL");
        }
        String round = UUID.randomUUID().toString();
        byte[] answer = OrderBody.answer(0);
        AtomicLong run = new AtomicLong();
        long begun = System.nanoTime();
        Records.write(
                Integer.MAX_VALUE,
                size.load(),
                number -> engine.executor().execute(Engine.operation(round + number), Engine.BYTES, () -> {
                    run.incrementAndGet();
                    return answer;
                }));
        return run.get() / ((System.nanoTime() - begun) / 1e9);
    }
}
