/** Where a key comes from, what it is unique within, and what makes two requests the same request. */
@NullMarked
package io.github.idempotency.key;

import org.jspecify.annotations.NullMarked;
