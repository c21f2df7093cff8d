package io.github.idempotency.sample.transfer;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Refusals are answers too: a retry gets the very same one, even when the account has been filled up since. */
@RestControllerAdvice
class TransferProblems {

    @ExceptionHandler
    ProblemDetail unknownAccount(UnknownAccountException ex) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, String.valueOf(ex.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail insufficientFunds(InsufficientFundsException ex) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.PAYMENT_REQUIRED, String.valueOf(ex.getMessage()));
    }
}
