/** The language model: a remote one through Spring AI, or a local stand-in. */
@NullMarked
package io.github.idempotency.sample.model;

import org.jspecify.annotations.NullMarked;
