package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;

import io.github.idempotency.Effect;
import io.github.idempotency.execution.NearCopy;
import io.github.idempotency.execution.NearPlace;
import io.github.idempotency.execution.NearRecords;
import io.github.idempotency.observation.NearCacheMeters;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;

/** How many copies a node keeps, and when none. */
class NearCacheTests {

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();

    @Test
    void copiesTakeNoMoreThanTheyMay() {
        NearCache cache = new NearCache(20_000, Duration.ofMinutes(1));
        MeterRegistry meters = new SimpleMeterRegistry();
        new NearCacheMeters(cache::size, cache::bytes).bindTo(meters);

        for (int i = 0; i < 100; i++) {
            keep(cache, "key-" + i, 1_000);
        }

        assertThat(cache.bytes()).isBetween(1_500L, 20_000L);
        assertThat(cache.size()).isEqualTo(cache.bytes() / 1_512);
        assertThat(meters.get("idempotency.near.cache.size").gauge().value()).isEqualTo(cache.bytes());
        assertThat(meters.get("idempotency.near.cache.entries").gauge().value()).isEqualTo(cache.size());
    }

    @Test
    void anAnswerThatIsLargerThanAllOfThemIsNotKept() {
        NearCache cache = new NearCache(20_000, Duration.ofMinutes(1));
        keep(cache, "large", 20_000);
        assertThat(cache.size()).isZero();
    }

    @Test
    void thereAreNoneWithoutCaffeine() {
        Starts.run(
                Starts.application().withClassLoader(new FilteredClassLoader(Caffeine.class)),
                context -> assertThat(context).hasNotFailed().doesNotHaveBean(NearRecords.class));
        Starts.run(Starts.application(), context -> assertThat(context).hasSingleBean(NearRecords.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"idempotency.near-cache.life=-1s", "idempotency.near-cache.max-size=-1B"})
    void lessThanNoneIsAMistake(String property) {
        assertThat(Starts.failure(Starts.application().withPropertyValues(property))
                        .getDescription())
                .contains(property.substring(0, property.indexOf('=')));
    }

    private void keep(NearCache cache, String key, int bytes) {
        Instant now = Instant.EPOCH;
        IdempotencyRecord record = new IdempotencyRecord(
                RecordState.COMPLETED,
                null,
                1,
                1,
                Effect.REPEATABLE,
                Fingerprint.NONE,
                now,
                null,
                now,
                now.plusSeconds(60),
                new Result(Outcome.SUCCEEDED, new byte[bytes]),
                null,
                0);
        cache.copies().put(new NearPlace(store, StoreKey.of(key)), new NearCopy(record, Long.MAX_VALUE));
    }
}
