/** Translations, which callers need not hold a thread of the server for. */
@NullMarked
package io.github.idempotency.sample.translation;

import org.jspecify.annotations.NullMarked;
