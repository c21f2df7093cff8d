package io.github.idempotency.observation;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.idempotency.store.Counter;

/**
 * Sums, by scope, layer and name: of the steps of guarded calls, whose names are the tags of {@link CallOutcome}, and of
 * whatever else is added up. Immutable.
 *
 * @param byCounter those that are not zero, at least
 */
public record CallCounts(Map<Counter, Long> byCounter) {

    /** Nothing has been counted. */
    public static final CallCounts NONE = new CallCounts(Map.of());

    public CallCounts {
        byCounter = Map.copyOf(byCounter);
    }

    /** How many steps had the outcome. */
    public long count(CallOutcome outcome) {
        return amount(outcome.tag());
    }

    /** The sum over all counters of that name. */
    public long amount(String name) {
        return sum(counter -> counter.name().equals(name));
    }

    /** Actions begun, take-overs included. */
    public long executions() {
        return count(CallOutcome.EXECUTED) + count(CallOutcome.TAKEN_OVER);
    }

    /** Stored answers given. */
    public long replays() {
        return count(CallOutcome.REPLAYED) + count(CallOutcome.NEAR_REPLAYED);
    }

    /** Replays among executions and replays, 0 to 1; 0 if there were neither. */
    public double hitRate() {
        long replays = replays();
        long both = executions() + replays;
        return both == 0 ? 0 : (double) replays / both;
    }

    /** Apart by scope, in alphabetical order. */
    public Map<String, CallCounts> byScope() {
        return by(Counter::scope);
    }

    /** Apart by layer, in alphabetical order. */
    public Map<String, CallCounts> byLayer() {
        return by(Counter::layer);
    }

    /** The sums over all scopes and layers by name, in alphabetical order. */
    public Map<String, Long> byName() {
        Map<String, Long> sums = new TreeMap<>();
        byCounter.forEach((counter, amount) -> sums.merge(counter.name(), amount, Long::sum));
        return sums;
    }

    /** Those of one scope; none if it has had no call. */
    public CallCounts ofScope(String scope) {
        Map<Counter, Long> kept = new HashMap<>(byCounter);
        kept.keySet().removeIf(counter -> !counter.scope().equals(scope));
        return new CallCounts(kept);
    }

    /** These and the others. */
    public CallCounts plus(CallCounts others) {
        Map<Counter, Long> sums = new HashMap<>(byCounter);
        others.byCounter.forEach((counter, amount) -> sums.merge(counter, amount, Long::sum));
        return new CallCounts(sums);
    }

    /** What has been added since the others were counted. */
    public CallCounts since(CallCounts earlier) {
        Map<Counter, Long> added = new HashMap<>(byCounter);
        earlier.byCounter.forEach((counter, amount) -> added.merge(counter, -amount, Long::sum));
        added.values().removeIf(amount -> amount == 0);
        return new CallCounts(added);
    }

    private long sum(Predicate<Counter> which) {
        long sum = 0;
        for (Map.Entry<Counter, Long> entry : byCounter.entrySet()) {
            sum += which.test(entry.getKey()) ? entry.getValue() : 0;
        }
        return sum;
    }

    private Map<String, CallCounts> by(Function<Counter, String> part) {
        Map<String, Map<Counter, Long>> apart = new TreeMap<>();
        byCounter.forEach((counter, amount) -> apart.computeIfAbsent(part.apply(counter), any -> new HashMap<>())
                .put(counter, amount));
        Map<String, CallCounts> counts = new TreeMap<>();
        apart.forEach((name, sums) -> counts.put(name, new CallCounts(sums)));
        return counts;
    }
}
