/** Tools that a language model calls: each call has its effect once, whichever framework hands it on. */
@NullMarked
package io.github.idempotency.ai.tool;

import org.jspecify.annotations.NullMarked;
