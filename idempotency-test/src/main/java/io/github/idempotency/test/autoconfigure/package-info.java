/** {@code @AutoConfigureIdempotency}: records in memory, on a clock that tests move. Needs {@code spring-test}. */
@NullMarked
package io.github.idempotency.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
