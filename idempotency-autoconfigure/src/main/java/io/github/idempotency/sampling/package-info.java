/** Steps of guarded calls: transient retries under one key, and samples under keys of their own. */
@NullMarked
package io.github.idempotency.sampling;

import org.jspecify.annotations.NullMarked;
