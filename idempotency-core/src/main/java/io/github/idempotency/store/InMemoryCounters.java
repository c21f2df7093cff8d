package io.github.idempotency.store;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The counters of the reference store: each verb is one step under the monitor. */
final class InMemoryCounters implements ClusterCounters {

    private record Node(long sequence, Instant flushedAt) {}

    private final Map<String, Node> nodes = new HashMap<>();

    private final Map<Counter, Long> sums = new HashMap<>();

    private final TreeMap<Instant, Map<Counter, Long>> minutes = new TreeMap<>();

    private final Clock clock;

    InMemoryCounters(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void add(CounterFlush flush) {
        Instant now = clock.instant();
        nodes.values().removeIf(node -> !now.isBefore(node.flushedAt().plus(NODE_LIFE)));
        Node known = nodes.get(flush.node());
        if (known != null && known.sequence() >= flush.sequence()) {
            return;
        }
        nodes.put(flush.node(), new Node(flush.sequence(), now));
        Map<Counter, Long> minute =
                minutes.computeIfAbsent(now.truncatedTo(ChronoUnit.MINUTES), start -> new HashMap<>());
        flush.added().forEach((counter, amount) -> {
            Counter kept = sums.containsKey(counter) || sums.size() < MOST ? counter : counter.ofOthers();
            sums.merge(kept, amount, Long::sum);
            minute.merge(kept, amount, Long::sum);
        });
        forget(now);
    }

    @Override
    public synchronized Map<Counter, Long> totals() {
        return Map.copyOf(sums);
    }

    @Override
    public synchronized CounterHistory lastHour() {
        Instant now = clock.instant();
        forget(now);
        List<CounterMinute> kept = new ArrayList<>();
        minutes.forEach((start, added) -> kept.add(new CounterMinute(start, added)));
        return new CounterHistory(kept, now);
    }

    private void forget(Instant now) {
        minutes.headMap(now.minus(MINUTE_LIFE), true).clear();
    }
}
