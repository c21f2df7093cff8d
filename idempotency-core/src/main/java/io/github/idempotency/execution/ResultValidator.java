package io.github.idempotency.execution;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Tells answers that are usable from those that only ran. What is rejected is given to its caller and to every retry of
 * the very same call, and recorded as {@link io.github.idempotency.store.Outcome#REJECTED}. Asked once for each execution,
 * after the action and before its answer is stored. Thread-safe.
 */
@FunctionalInterface
public interface ResultValidator {

    /** Finds fault with nothing. */
    ResultValidator NONE = (scope, result) -> Verdict.USABLE;

    /**
     * Judges what an action has returned; of what it knows nothing about it says that it is usable. If it throws, the answer
     * is rejected.
     *
     * @param scope what was called
     * @param result as the action has returned it
     */
    Verdict validate(String scope, @Nullable Object result);

    /** The first rejection of any of them. */
    static ResultValidator all(List<ResultValidator> validators) {
        return (scope, result) -> {
            Verdict verdict = Verdict.USABLE;
            for (ResultValidator validator : validators) {
                verdict = verdict.isUsable() ? validator.validate(scope, result) : verdict;
            }
            return verdict;
        };
    }
}
