/** What becomes of it where there is much: records, calls in flight, callers who wait, nodes, threads and time. */
@NullMarked
package io.github.idempotency.benchmark.scale;

import org.jspecify.annotations.NullMarked;
