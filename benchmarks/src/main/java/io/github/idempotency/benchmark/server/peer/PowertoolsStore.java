package io.github.idempotency.benchmark.server.peer;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.StringRedisTemplate;
import software.amazon.lambda.powertools.idempotency.exceptions.IdempotencyItemAlreadyExistsException;
import software.amazon.lambda.powertools.idempotency.exceptions.IdempotencyItemNotFoundException;
import software.amazon.lambda.powertools.idempotency.persistence.BasePersistenceStore;
import software.amazon.lambda.powertools.idempotency.persistence.DataRecord;

/** What Powertools asks of a store, with one command each: a string of status, expiry and answer. */
final class PowertoolsStore extends BasePersistenceStore {

    private static final String PREFIX = "powertools:";

    private final StringRedisTemplate redis;

    PowertoolsStore(StringRedisTemplate redis) {
        this.redis = redis;
    }

    @Override
    public void putRecord(DataRecord item, Instant now) {
        Boolean added = redis.opsForValue().setIfAbsent(PREFIX + item.getIdempotencyKey(), text(item), left(item));
        if (!Boolean.TRUE.equals(added)) {
            throw new IdempotencyItemAlreadyExistsException();
        }
    }

    @Override
    public DataRecord getRecord(String key) {
        String text = redis.opsForValue().get(PREFIX + key);
        if (text == null) {
            throw new IdempotencyItemNotFoundException(key);
        }
        String[] parts = text.split(" ", 3);
        return new DataRecord(key, DataRecord.Status.valueOf(parts[0]), Long.parseLong(parts[1]), parts[2], "");
    }

    @Override
    public void updateRecord(DataRecord item) {
        redis.opsForValue().set(PREFIX + item.getIdempotencyKey(), text(item), left(item));
    }

    @Override
    public void deleteRecord(String key) {
        redis.delete(PREFIX + key);
    }

    private static String text(DataRecord item) {
        @Nullable String answer = item.getResponseData();
        return item.getStatus() + " " + item.getExpiryTimestamp() + " " + (answer == null ? "" : answer);
    }

    private static Duration left(DataRecord item) {
        Duration left = Duration.between(Instant.now(), Instant.ofEpochSecond(item.getExpiryTimestamp()));
        return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
    }
}
