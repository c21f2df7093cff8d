/** What can be watched of guarded calls: totals of this process, meters, and what a start has found. */
@NullMarked
package io.github.idempotency.observation;

import org.jspecify.annotations.NullMarked;
