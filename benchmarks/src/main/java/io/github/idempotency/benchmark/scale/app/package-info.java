/** An application that knows nothing of benchmarks, so that it can be started with a class path of its own. */
@NullMarked
package io.github.idempotency.benchmark.scale.app;

import org.jspecify.annotations.NullMarked;
