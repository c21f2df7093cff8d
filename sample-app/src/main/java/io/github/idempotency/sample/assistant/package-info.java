/** An agent: a model that is asked in a loop, and tools that it may use. */
@NullMarked
package io.github.idempotency.sample.assistant;

import org.jspecify.annotations.NullMarked;
