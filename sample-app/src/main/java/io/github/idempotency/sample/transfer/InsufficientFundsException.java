package io.github.idempotency.sample.transfer;

class InsufficientFundsException extends RuntimeException {

    InsufficientFundsException(String account) {
        super("The account '" + account + "' does not hold that much");
    }
}
