/** What one step of a guarded call costs, and what it allocates, without a network. */
@NullMarked
package io.github.idempotency.benchmark.micro;

import org.jspecify.annotations.NullMarked;
