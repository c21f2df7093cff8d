/** What models have cost. */
@NullMarked
package io.github.idempotency.sample.cost;

import org.jspecify.annotations.NullMarked;
