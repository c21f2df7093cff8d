package io.github.idempotency.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at startup where records are kept, and why there. */
final class StoreChoice {

    private static final Logger log = LoggerFactory.getLogger(StoreChoice.class);

    private StoreChoice() {}

    /** @param otherwise the reason where the property says nothing */
    static void told(String where, IdempotencyProperties properties, String otherwise) {
        boolean asked = properties.store() != null;
        log.info(
                "Idempotency records are kept in {}, because {}",
                where,
                asked
                        ? OnStoreCondition.PROPERTY + " says so"
                        : otherwise + "; " + OnStoreCondition.PROPERTY + " chooses");
    }
}
