@NullMarked
package io.github.idempotency.benchmark.report;

import org.jspecify.annotations.NullMarked;
