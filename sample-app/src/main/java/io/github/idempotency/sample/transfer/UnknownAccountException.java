package io.github.idempotency.sample.transfer;

class UnknownAccountException extends RuntimeException {

    UnknownAccountException(String account) {
        super("There is no account '" + account + "'");
    }
}
