/** Policy: the one state machine that reads a claim and decides whether to run, replay, wait or refuse. */
@NullMarked
package io.github.idempotency.execution;

import org.jspecify.annotations.NullMarked;
