/** Rounds become ratios, and ratios a table and a chart. */
@NullMarked
package io.github.idempotency.benchmark.report;

import org.jspecify.annotations.NullMarked;
