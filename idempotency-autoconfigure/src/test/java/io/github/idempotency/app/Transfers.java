package io.github.idempotency.app;

import java.util.concurrent.CountDownLatch;

import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.execution.IdempotencyContext;

/** Work that must not be done twice, and whose effect is where every process can see it. */
public class Transfers {

    /** A hash: how often the effect of a record happened. */
    public static final String EFFECTS = "transfers";

    private final StringRedisTemplate redis;

    Transfers(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /** @param hangs whether it never returns, once the effect has happened */
    @Idempotent(key = "#id", scope = "transfers", effect = Effect.IRREVERSIBLE, reconcileWith = "transferLedger")
    public Receipt transfer(String id, boolean hangs) throws InterruptedException {
        String reference = IdempotencyContext.current().storeKey().reference();
        redis.opsForHash().increment(EFFECTS, reference, 1);
        if (hangs) {
            new CountDownLatch(1).await();
        }
        return new Receipt(reference, "ran");
    }

    record Receipt(String reference, String how) {}
}
