/** Keys on the requests that a guarded call sends to other systems. */
@NullMarked
package io.github.idempotency.outgoing;

import org.jspecify.annotations.NullMarked;
