/** Money that moves once. */
@NullMarked
package io.github.idempotency.sample.transfer;

import org.jspecify.annotations.NullMarked;
