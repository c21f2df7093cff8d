/** Other libraries around the same handler, as their documentation shows them, on the same Redis. */
@NullMarked
package io.github.idempotency.benchmark.server.peer;

import org.jspecify.annotations.NullMarked;
