package io.github.idempotency.torture;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.redis.RedisIdempotencyStore;

/** Claims in two commands: what was free at the first is taken by the second, whatever has happened in between. */
final class GetThenSet implements InvocationHandler {

    private final RedisIdempotencyStore store;

    GetThenSet(RedisIdempotencyStore store) {
        this.store = store;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("claim")) {
            ClaimRequest request = (ClaimRequest) arguments[0];
            Optional<Claim> seen = store.find(request.key()).flatMap(GetThenSet::inTheWay);
            return seen.orElseGet(() -> store.claim(request));
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getCause();
        }
    }

    private static Optional<Claim> inTheWay(IdempotencyRecord record) {
        if (record.state() == RecordState.COMPLETED) {
            return Optional.of(new Claim.Completed(record));
        }
        return record.state() == RecordState.IN_PROGRESS
                ? Optional.of(new Claim.InProgress(record, Instant.now()))
                : Optional.empty();
    }
}
