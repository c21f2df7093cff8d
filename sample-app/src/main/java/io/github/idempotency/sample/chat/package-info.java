/** Answers that are read while the model still speaks. */
@NullMarked
package io.github.idempotency.sample.chat;

import org.jspecify.annotations.NullMarked;
