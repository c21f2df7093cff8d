/** Guarded handlers of reactive web applications: the same contract as in a servlet container, and no thread waits. */
@NullMarked
package io.github.idempotency.reactive;

import org.jspecify.annotations.NullMarked;
