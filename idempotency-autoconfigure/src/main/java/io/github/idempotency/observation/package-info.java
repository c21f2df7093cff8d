/** Listeners that count: totals of this process, and meters. */
@NullMarked
package io.github.idempotency.observation;

import org.jspecify.annotations.NullMarked;
