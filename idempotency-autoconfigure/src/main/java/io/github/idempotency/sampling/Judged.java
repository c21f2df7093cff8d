package io.github.idempotency.sampling;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.execution.Verdict;

/** A sample with what was found about it, which is found once: a retry must derive the same keys from it. */
record Judged<T extends @Nullable Object>(T value, Verdict verdict) {

    /** What has been found. */
    static final ResultValidator VERDICT =
            (scope, result) -> result instanceof Judged<?> judged ? judged.verdict() : Verdict.USABLE;
}
