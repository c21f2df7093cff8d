/** The store contract as test classes: what every {@code IdempotencyStore} guarantees, by name. */
@NullMarked
package io.github.idempotency.test.store;

import org.jspecify.annotations.NullMarked;
