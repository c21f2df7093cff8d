package io.github.idempotency.console;

import org.jspecify.annotations.Nullable;

/** Is told of every record that an operator has settled or deleted. Called on the operator's request, after the change. */
public interface ConsoleAudit {

    /**
     * @param operator the authenticated principal; null if nobody is
     * @param happened whether the operator said that the effect happened
     */
    void settled(@Nullable String operator, String scope, String reference, boolean happened);

    /** @param operator the authenticated principal; null if nobody is */
    void deleted(@Nullable String operator, String scope, String reference);
}
