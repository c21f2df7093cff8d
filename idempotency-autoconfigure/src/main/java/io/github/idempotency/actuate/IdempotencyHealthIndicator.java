package io.github.idempotency.actuate;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.github.idempotency.store.DiagnosableIdempotencyStore;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.StoreKey;

/** Down when the store cannot be asked: guarded calls are refused then. Tells what the store's promise rests on. */
public final class IdempotencyHealthIndicator extends AbstractHealthIndicator {

    private static final StoreKey PROBE = StoreKey.of("health");

    private final IdempotencyStore store;

    public IdempotencyHealthIndicator(IdempotencyStore store) {
        super("The idempotency store cannot be asked");
        this.store = store;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up().withDetail("store", store.getClass().getSimpleName());
        if (store instanceof InspectableIdempotencyStore inspectable) {
            inspectable.find(PROBE);
        }
        if (store instanceof DiagnosableIdempotencyStore diagnosable) {
            builder.withDetails(diagnosable.diagnose());
        }
    }
}
