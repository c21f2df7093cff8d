/** The Redis store: one string per record, one list for its frames, and one script per step. */
@NullMarked
package io.github.idempotency.store.redis;

import org.jspecify.annotations.NullMarked;
