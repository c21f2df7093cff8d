/** A real Redis for tests, without a container engine: standalone, Sentinel and Cluster. */
@NullMarked
package io.github.idempotency.test.redis;

import org.jspecify.annotations.NullMarked;
