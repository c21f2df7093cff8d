/** A real PostgreSQL for tests, without a container engine. */
@NullMarked
package io.github.idempotency.test.postgres;

import org.jspecify.annotations.NullMarked;
