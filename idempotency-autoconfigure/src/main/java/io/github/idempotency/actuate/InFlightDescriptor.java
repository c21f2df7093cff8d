package io.github.idempotency.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of the executions that this node is at.
 *
 * @param inFlight how many there are, on all pages
 * @param executions the oldest first, by the time of their claim
 * @param next what to ask for as {@code after} to get the next page; null if this was the last one
 */
public record InFlightDescriptor(
        int inFlight,
        List<ExecutionDescriptor> executions,
        @Nullable String next) {}
