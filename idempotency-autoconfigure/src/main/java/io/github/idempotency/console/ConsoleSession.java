package io.github.idempotency.console;

import org.jspecify.annotations.Nullable;

/**
 * What the page has to know before it asks anything else.
 *
 * @param application whose calls it shows: the namespace of its keys
 * @param access what operators may do
 * @param operator who is logged in; null if nobody is
 * @param csrf what has to be sent with every request that is no GET; null for nothing
 */
record ConsoleSession(
        String application,
        ConsoleAccess access,
        @Nullable String operator,
        @Nullable CsrfHeader csrf) {}
