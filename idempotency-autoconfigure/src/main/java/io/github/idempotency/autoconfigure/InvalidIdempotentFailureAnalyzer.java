package io.github.idempotency.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.idempotency.aop.InvalidIdempotentException;

/** Says what is wrong with a guarded method and what to write instead. */
final class InvalidIdempotentFailureAnalyzer extends AbstractFailureAnalyzer<InvalidIdempotentException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidIdempotentException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
