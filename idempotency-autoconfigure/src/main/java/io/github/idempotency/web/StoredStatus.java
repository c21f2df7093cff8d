package io.github.idempotency.web;

import java.util.Set;

/**
 * Says which answers are stored and replayed. Any other answer frees the key of repeatable work, so that a retry runs
 * again. Of irreversible work only another 4xx does, because it says that the request was turned down; after any other
 * answer its outcome is unknown. Declare a bean to decide otherwise.
 */
@FunctionalInterface
public interface StoredStatus {

    /**
     * 2xx, 3xx, and 4xx but for those that say "not now" or "not you": 401, 403, 408, 409, 421, 425 and 429.
     */
    StoredStatus DEFAULT = new StoredStatus() {

        private final Set<Integer> passing = Set.of(401, 403, 408, 409, 421, 425, 429);

        @Override
        public boolean isStored(int status) {
            return status >= 200 && status < 500 && !passing.contains(status);
        }
    };

    boolean isStored(int status);
}
