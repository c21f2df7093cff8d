/** Generations of Spring AI's chat models as steps of guarded calls: each exactly once for its key, judged, and sampled. */
@NullMarked
package io.github.idempotency.ai.model;

import org.jspecify.annotations.NullMarked;
