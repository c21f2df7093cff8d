/** Wires everything together by what is on the class path and in the configuration. Nothing depends on it. */
@NullMarked
package io.github.idempotency.autoconfigure;

import org.jspecify.annotations.NullMarked;
