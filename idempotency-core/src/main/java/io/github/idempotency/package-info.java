/** What a user writes and catches: the annotation, its policies and the one exception. */
@NullMarked
package io.github.idempotency;

import org.jspecify.annotations.NullMarked;
