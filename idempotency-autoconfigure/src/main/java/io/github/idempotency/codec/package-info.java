/** How the return value of a guarded service method becomes bytes and back. */
@NullMarked
package io.github.idempotency.codec;

import org.jspecify.annotations.NullMarked;
