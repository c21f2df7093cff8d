package io.github.idempotency.test;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.assertj.core.api.AbstractAssert;

import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.StoreKey;

/** How often the work behind guarded calls was done, and what the other calls got. */
public final class ExecutionsAssert extends AbstractAssert<ExecutionsAssert, List<IdempotencyEvent>> {

    private static final Set<Type> RUNS = EnumSet.of(Type.STARTED, Type.TAKEN_OVER, Type.IGNORED);

    private static final Set<Type> REFUSALS =
            EnumSet.of(Type.IN_PROGRESS, Type.MISMATCH, Type.UNKNOWN, Type.GONE, Type.UNREADABLE);

    ExecutionsAssert(List<IdempotencyEvent> events) {
        super(events, ExecutionsAssert.class);
    }

    /** Looks at the calls of one scope only. */
    public ExecutionsAssert ofScope(String scope) {
        return new ExecutionsAssert(
                actual.stream().filter(event -> event.scope().equals(scope)).toList());
    }

    /** Looks at the calls with one key only. */
    public ExecutionsAssert ofKey(StoreKey key) {
        return new ExecutionsAssert(actual.stream()
                .filter(event -> Objects.equals(event.storeKey(), key))
                .toList());
    }

    /** The work was begun once, whoever asked for it how often; a failed attempt counts. */
    public ExecutionsAssert ranOnce() {
        return ran(1);
    }

    /** The work was begun that often, unprotected runs included. */
    public ExecutionsAssert ran(int times) {
        return happened("executions", RUNS, times);
    }

    /** The work was begun once under each key, and there was a key at all. */
    public ExecutionsAssert ranOncePerKey() {
        Map<String, Long> runs = actual.stream()
                .filter(event -> RUNS.contains(event.type()))
                .collect(Collectors.groupingBy(ExecutionsAssert::reference, TreeMap::new, Collectors.counting()));
        if (runs.isEmpty()) {
            throw failure("Expected executions but there were none: %s", types());
        }
        runs.values().removeIf(count -> count == 1);
        if (!runs.isEmpty()) {
            throw failure("Expected one execution per key but these ran more often: %s", runs);
        }
        return this;
    }

    /** That many calls got a stored answer. */
    public ExecutionsAssert wereReplayed(int times) {
        return happened("replays", EnumSet.of(Type.REPLAYED, Type.NEAR_REPLAYED), times);
    }

    /** That many calls got no answer because of what the store said about their key. */
    public ExecutionsAssert wereRefused(int times) {
        return happened("refusals", REFUSALS, times);
    }

    /** That many executions lost their claim while they ran. */
    public ExecutionsAssert wereLost(int times) {
        return happened("lost claims", EnumSet.of(Type.LOST), times);
    }

    private ExecutionsAssert happened(String what, Set<Type> counted, int times) {
        long count =
                actual.stream().filter(event -> counted.contains(event.type())).count();
        if (count != times) {
            throw failureWithActualExpected(count, times, "Expected %s %s but got %s: %s", times, what, count, types());
        }
        return this;
    }

    private List<Type> types() {
        return actual.stream().map(IdempotencyEvent::type).toList();
    }

    private static String reference(IdempotencyEvent event) {
        return Objects.toString(event.storeKey(), "no key");
    }
}
