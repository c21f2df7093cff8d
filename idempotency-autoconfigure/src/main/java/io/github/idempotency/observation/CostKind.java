package io.github.idempotency.observation;

import java.util.Locale;
import java.util.Optional;

import io.github.idempotency.execution.IdempotencyEvent.Type;

/** What has become of the cost that an event tells. */
enum CostKind {
    SPENT,
    CHARGED,
    AVOIDED;

    static Optional<CostKind> of(Type type) {
        return switch (type) {
            case SPENT -> Optional.of(SPENT);
            case COMPLETED, NOT_RETAINED -> Optional.of(CHARGED);
            case REPLAYED, NEAR_REPLAYED -> Optional.of(AVOIDED);
            default -> Optional.empty();
        };
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
