/** The Redis store: one key, one string and one script per step. */
@NullMarked
package io.github.idempotency.store.redis;

import org.jspecify.annotations.NullMarked;
