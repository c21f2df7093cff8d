/** Letters to customers, written by the model. */
@NullMarked
package io.github.idempotency.sample.email;

import org.jspecify.annotations.NullMarked;
