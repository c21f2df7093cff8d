package io.github.idempotency.torture;

import java.util.List;

import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;

/** A kind of guarded work, and what is promised of its effects. */
enum Work {
    REPEATABLE(false),
    /** Repeatable, and duplicates wait for the first answer. */
    WAITING(false),
    IRREVERSIBLE(true),
    /** Repeatable, its answer is sent frame by frame, and duplicates are attached to it. */
    STREAMED(false),
    /** Repeatable, and its effect is a row that commits together with its result. */
    JOINED(true);

    /** What every store can guard. */
    static final List<Work> OF_ANY_STORE = List.of(REPEATABLE, WAITING, IRREVERSIBLE, STREAMED);

    static final String NAMESPACE = "torture";

    private final boolean oneEffect;

    Work(boolean oneEffect) {
        this.oneEffect = oneEffect;
    }

    /** Whether its effect happens at most once, whatever fails. */
    boolean oneEffect() {
        return oneEffect;
    }

    String path() {
        return "/" + name().toLowerCase();
    }

    /** What the store calls the record of a caller's key. */
    String record(String key) {
        KeyScope scope = new KeyScope(NAMESPACE, name().toLowerCase(), "");
        return IdempotentOperation.of(scope, key).storeKey().reference();
    }
}
