/** Answers at rest: encrypted, compressed, or both. */
@NullMarked
package io.github.idempotency.encryption;

import org.jspecify.annotations.NullMarked;
