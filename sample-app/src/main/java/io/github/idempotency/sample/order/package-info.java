/** What customers have bought. */
@NullMarked
package io.github.idempotency.sample.order;

import org.jspecify.annotations.NullMarked;
