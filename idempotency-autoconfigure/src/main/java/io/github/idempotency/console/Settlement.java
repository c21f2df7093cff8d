package io.github.idempotency.console;

import org.jspecify.annotations.Nullable;

/**
 * What an operator says about an unknown outcome.
 *
 * @param name of the record
 * @param happened whether the effect happened; null if it was left out
 */
record Settlement(@Nullable RecordName name, @Nullable Boolean happened) {}
