package io.github.idempotency.store;

import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;

import static org.assertj.core.api.Assertions.assertThat;

/** What is left in the map. Broken on purpose to see it fail: a sweep that looks at expired records only. */
class InMemoryErasureTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));

    private final InstantSource time = now::get;

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(time.withZone(ZoneOffset.UTC));

    @Test
    void theNextSweepErasesAResultWhoseTimeIsOver() throws ReflectiveOperationException {
        StoreKey key = StoreKey.of("short-lived");
        long token = acquire(key);
        Result result = new Result(Outcome.SUCCEEDED, new byte[] {1}).keptFor(MINUTE);
        store.complete(key, token, result, MINUTE.multipliedBy(10));
        now.updateAndGet(time -> time.plus(MINUTE));
        assertThat(kept(key)).isEqualTo(new byte[] {1});

        acquire(StoreKey.of("another"));

        assertThat(kept(key)).isNull();
        assertThat(store.find(key)).isPresent();
    }

    private long acquire(StoreKey key) {
        ClaimRequest request =
                new ClaimRequest(key, "test", Fingerprint.NONE, Effect.REPEATABLE, MINUTE, MINUTE.multipliedBy(10));
        return ((Claim.Acquired) store.claim(request)).token();
    }

    private byte[] kept(StoreKey key) throws ReflectiveOperationException {
        Field records = InMemoryIdempotencyStore.class.getDeclaredField("records");
        records.setAccessible(true);
        return ((IdempotencyRecord) ((Map<?, ?>) records.get(store)).get(key))
                .result()
                .bytes();
    }
}
