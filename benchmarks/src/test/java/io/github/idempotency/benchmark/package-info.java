@NullMarked
package io.github.idempotency.benchmark;

import org.jspecify.annotations.NullMarked;
