package io.github.idempotency.aop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.key.KeyResolver;

/** Says whose the key of a call is, and refuses those of nobody in particular where the policy says so. */
final class OwnedKeys {

    private static final Logger log = LoggerFactory.getLogger(OwnedKeys.class);

    private final KeyResolver keys;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    OwnedKeys(KeyResolver keys) {
        this.keys = keys;
    }

    /**
     * What the key of the current call is unique within.
     *
     * @throws IdempotencyException {@code OWNER_MISSING}
     */
    KeyScope scope(IdempotentMetadata metadata) {
        KeyScope scope = keys.scope(metadata.scope());
        if (scope.owner().isEmpty() && metadata.anonymous() == AnonymousPolicy.REFUSE) {
            tell(metadata.scope());
            throw new IdempotencyException(
                    IdempotencyProblem.OWNER_MISSING,
                    "An idempotency key belongs to its caller, and this caller is not authenticated");
        }
        return scope;
    }

    /** Once: callers decide how often it happens. */
    private void tell(String scope) {
        if (told.add(scope)) {
            log.warn(
                    "A call of {} was refused because it has a key but no authenticated caller. If its callers may share"
                            + " their keys, write idempotency.scopes.[{}].anonymous=shared",
                    scope,
                    scope);
        }
    }
}
