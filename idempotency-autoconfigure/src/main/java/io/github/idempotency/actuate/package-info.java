/** What operators see: totals, records and the health of the store. */
@NullMarked
package io.github.idempotency.actuate;

import org.jspecify.annotations.NullMarked;
