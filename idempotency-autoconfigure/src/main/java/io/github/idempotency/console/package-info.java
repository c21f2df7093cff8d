/** A web page for operators: what became of guarded calls, which need a decision, and the decision. */
@NullMarked
package io.github.idempotency.console;

import org.jspecify.annotations.NullMarked;
