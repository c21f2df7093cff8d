/** What guarded work costs: spent by every execution, charged once per key, avoided by every replay. */
@NullMarked
package io.github.idempotency.cost;

import org.jspecify.annotations.NullMarked;
