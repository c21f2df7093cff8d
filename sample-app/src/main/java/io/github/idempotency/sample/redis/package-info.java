/** The Redis that the sample brings along when none is configured. */
@NullMarked
package io.github.idempotency.sample.redis;

import org.jspecify.annotations.NullMarked;
