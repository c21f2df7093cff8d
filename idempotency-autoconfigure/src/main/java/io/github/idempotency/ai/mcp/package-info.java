/** Tools that are offered and called over the Model Context Protocol: the caller's runtime names the key of a call. */
@NullMarked
package io.github.idempotency.ai.mcp;

import org.jspecify.annotations.NullMarked;
