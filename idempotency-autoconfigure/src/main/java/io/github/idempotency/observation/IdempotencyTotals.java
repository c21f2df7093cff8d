package io.github.idempotency.observation;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.store.Counter;

/**
 * Counts every event of this process since its start, by scope, layer and outcome; scopes beyond the first thousand as
 * one, {@code (others)}. Exact and thread-safe.
 */
public final class IdempotencyTotals implements IdempotencyListener, Totals {

    private static final CallOutcome[] OUTCOMES = CallOutcome.values();

    private static final Layer[] LAYERS = Layer.values();

    private final BoundedScopes bounded = new BoundedScopes();

    /** The outcomes of the first layer, then those of the next. */
    private final Map<String, AtomicLongArray> byScope = new ConcurrentHashMap<>();

    private final Map<Counter, ExactSum> amounts = new ConcurrentHashMap<>();

    private final MinuteHistory history;

    private final Instant since;

    /** @param clock says since when it counts, and in which minute */
    public IdempotencyTotals(Clock clock) {
        this.since = clock.instant();
        this.history = new MinuteHistory(clock);
    }

    @Override
    public void on(IdempotencyEvent event) {
        byScope.computeIfAbsent(
                        bounded.of(event.scope()), scope -> new AtomicLongArray(LAYERS.length * OUTCOMES.length))
                .incrementAndGet(event.layer().ordinal() * OUTCOMES.length
                        + CallOutcome.of(event).ordinal());
    }

    /**
     * Adds to a sum that is not of steps.
     *
     * @param name what is added up, in which unit; one of a few, and no outcome's
     */
    public void add(String scope, Layer layer, String name, long amount) {
        sum(scope, layer, name).add(amount);
    }

    /** As {@link #add(String, Layer, String, long)}, of which parts of a unit count when they come to one. */
    void add(String scope, Layer layer, String name, BigDecimal amount) {
        sum(scope, layer, name).add(amount);
    }

    private ExactSum sum(String scope, Layer layer, String name) {
        return amounts.computeIfAbsent(new Counter(bounded.of(scope), tag(layer), name), counter -> new ExactSum());
    }

    /** When this node began to count. */
    public Instant since() {
        return since;
    }

    @Override
    public CallCounts total() {
        Map<Counter, Long> sums = new HashMap<>();
        byScope.forEach((scope, counts) -> {
            for (int i = 0; i < counts.length(); i++) {
                long count = counts.get(i);
                if (count != 0) {
                    String outcome = OUTCOMES[i % OUTCOMES.length].tag();
                    sums.put(new Counter(scope, tag(LAYERS[i / OUTCOMES.length]), outcome), count);
                }
            }
        });
        amounts.forEach((counter, sum) -> sums.put(counter, sum.units()));
        return new CallCounts(sums);
    }

    /** As exact as it is asked often: what was added since the last time counts as of the minute that runs. */
    @Override
    public CallHistory lastHour() {
        return history.tell(this::total);
    }

    private static String tag(Layer layer) {
        return layer.name().toLowerCase(Locale.ROOT);
    }
}
