package io.github.idempotency.actuate;

import org.jspecify.annotations.Nullable;

/**
 * The totals of one scope.
 *
 * @param node what this node has counted
 * @param cluster what all nodes have counted and flushed; null if no store keeps that, or it cannot be asked
 * @param clusterUnavailable why the store could not be asked; null if it could, or none keeps totals
 */
public record ScopeDescriptor(
        SumsDescriptor node,
        @Nullable SumsDescriptor cluster,
        @Nullable String clusterUnavailable) {}
