@NullMarked
package io.github.idempotency.benchmark.scale;

import org.jspecify.annotations.NullMarked;
