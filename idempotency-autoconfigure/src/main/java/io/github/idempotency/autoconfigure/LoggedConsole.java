package io.github.idempotency.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.console.ConsoleAudit;

/** What operators do is in the log, where there is no Actuator to audit it. */
final class LoggedConsole implements ConsoleAudit {

    private static final Logger log = LoggerFactory.getLogger(ConsoleAudit.class);

    @Override
    public void settled(@Nullable String operator, String scope, String reference, boolean happened) {
        log.info("{} has settled record {} of {}: happened = {}", name(operator), reference, scope, happened);
    }

    @Override
    public void deleted(@Nullable String operator, String scope, String reference) {
        log.info("{} has deleted record {} of {}", name(operator), reference, scope);
    }

    private static String name(@Nullable String operator) {
        return operator == null ? "Somebody who is not logged in" : operator;
    }
}
