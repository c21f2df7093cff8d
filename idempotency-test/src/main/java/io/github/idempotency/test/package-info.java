/** What a team needs to test its own idempotent code: a clock to move, executions to count, events to look at. */
@NullMarked
package io.github.idempotency.test;

import org.jspecify.annotations.NullMarked;
