package io.github.idempotency.test.store;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.store.CounterHistory;
import io.github.idempotency.store.CounterMinute;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.TotallingIdempotencyStore;

/** A store whose records are right, and whose sums are in every respect but one. */
final class FaultyTotals implements TotallingIdempotencyStore {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:30Z");

    private final InMemoryIdempotencyStore records = new InMemoryIdempotencyStore();

    private final Map<String, ClusterCounters> byApplication = new ConcurrentHashMap<>();

    private final CounterFault fault;

    FaultyTotals(CounterFault fault) {
        this.fault = fault;
    }

    @Override
    public Optional<ClusterCounters> counters(String application) {
        String name = fault == CounterFault.APPLICATIONS_ARE_ONE ? "one" : application;
        ClusterCounters counters = byApplication.computeIfAbsent(name, any -> new Sums());
        if (fault == CounterFault.APPLICATIONS_ARE_ONE) {
            counters.add(new CounterFlush(application, 1, Map.of(new Counter("left", "http", "over"), 1L)));
        }
        return Optional.of(counters);
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return records.claim(request);
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        return records.complete(key, token, result, retention);
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return records.release(key, token);
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return records.markUnknown(key, token);
    }

    private final class Sums implements ClusterCounters {

        /** Four come here before one of them goes on: makes certain what would only be likely. */
        private final CyclicBarrier allHaveRead = new CyclicBarrier(4);

        private final Map<String, Long> sequences = new ConcurrentHashMap<>();

        private final Map<Counter, Long> sums = new HashMap<>();

        @Override
        public void add(CounterFlush flush) {
            String node = fault == CounterFault.NODES_SHARE_A_SEQUENCE ? "any" : flush.node();
            if (fault == CounterFault.SEQUENCE_IS_READ_BEFORE && races()) {
                boolean late = sequences.getOrDefault(node, 0L) >= flush.sequence();
                await();
                addUp(node, flush, late);
            } else if (fault == CounterFault.SUM_IS_READ_BEFORE && races()) {
                Map<Counter, Long> before = totals();
                await();
                addUp(node, flush, false);
                synchronized (this) {
                    flush.added()
                            .forEach((counter, amount) -> sums.put(counter, before.getOrDefault(counter, 0L) + amount));
                }
            } else {
                addUp(node, flush, null);
            }
        }

        private synchronized void addUp(String node, CounterFlush flush, Boolean knownLate) {
            boolean late = knownLate == null ? sequences.getOrDefault(node, 0L) >= flush.sequence() : knownLate;
            if (late && fault != CounterFault.MADE_AGAIN_IS_ADDED) {
                return;
            }
            sequences.merge(node, flush.sequence(), Math::max);
            flush.added().forEach(this::addUp);
        }

        private void addUp(Counter counter, long amount) {
            Counter kept = fault == CounterFault.LAYERS_ARE_ONE
                    ? new Counter(counter.scope(), "any", counter.name())
                    : counter;
            boolean room = sums.containsKey(kept) || sums.size() < MOST;
            if (!room && fault == CounterFault.SURPLUS_IS_DROPPED) {
                return;
            }
            Counter place = room || fault == CounterFault.GROWS_WITHOUT_BOUND ? kept : kept.ofOthers();
            long before = sums.getOrDefault(place, 0L);
            sums.put(
                    place,
                    fault == CounterFault.AMOUNTS_ARE_DOUBLES ? (long) ((double) before + amount) : before + amount);
        }

        @Override
        public synchronized Map<Counter, Long> totals() {
            return Map.copyOf(sums);
        }

        @Override
        public CounterHistory lastHour() {
            Instant start = fault == CounterFault.MINUTES_BEGIN_ANYWHERE ? NOW : NOW.minusSeconds(30);
            Map<Counter, Long> added = totals();
            return new CounterHistory(added.isEmpty() ? List.of() : List.of(new CounterMinute(start, added)), NOW);
        }

        private boolean races() {
            return Thread.currentThread().getName().startsWith("pool-");
        }

        private void await() {
            try {
                allHaveRead.await();
            } catch (Exception ex) {
                throw new AssertionError(ex);
            }
        }
    }
}
