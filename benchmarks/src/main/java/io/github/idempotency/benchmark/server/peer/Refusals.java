package io.github.idempotency.benchmark.server.peer;

import com.pig4cloud.plugin.idempotent.exception.IdempotentException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import software.amazon.lambda.powertools.idempotency.exceptions.IdempotencyAlreadyInProgressException;
import software.amazon.lambda.powertools.idempotency.exceptions.IdempotencyInconsistentStateException;

/** What a peer refuses is a conflict, and no error. */
@RestControllerAdvice
class Refusals {

    @ResponseStatus(HttpStatus.CONFLICT)
    @ExceptionHandler({
        Refused.class,
        IdempotentException.class,
        IdempotencyAlreadyInProgressException.class,
        IdempotencyInconsistentStateException.class
    })
    void refuse() {}

    /** By a peer that only tells that it does. */
    static final class Refused extends RuntimeException {

        Refused() {
            super(null, null, false, false);
        }
    }
}
