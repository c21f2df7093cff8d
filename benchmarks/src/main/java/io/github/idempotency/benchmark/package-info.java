/** What a guarded call costs, beside the same call without a guard, in one run on one machine. */
@NullMarked
package io.github.idempotency.benchmark;

import org.jspecify.annotations.NullMarked;
