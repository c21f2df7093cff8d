/** The back office of a shop whose clerks are language models: what a retried request must not do twice. */
@NullMarked
package io.github.idempotency.sample;

import org.jspecify.annotations.NullMarked;
