package io.github.idempotency.actuate;

import java.time.Instant;
import java.util.Map;

/**
 * The totals of this node.
 *
 * @param since when this node began to count
 * @param totals over all scopes
 * @param scopes by scope, for those that have had a call
 */
public record TotalsDescriptor(Instant since, CallTotals totals, Map<String, CallTotals> scopes) {}
