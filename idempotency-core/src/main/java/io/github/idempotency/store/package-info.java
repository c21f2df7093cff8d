/** Atomicity: one record per key, one atomic step per verb. A store knows nothing of policy. */
@NullMarked
package io.github.idempotency.store;

import org.jspecify.annotations.NullMarked;
