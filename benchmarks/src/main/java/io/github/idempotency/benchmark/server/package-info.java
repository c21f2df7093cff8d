/** The application under load: every contender is a path of it, so that all of them run on the same warm process. */
@NullMarked
package io.github.idempotency.benchmark.server;

import org.jspecify.annotations.NullMarked;
