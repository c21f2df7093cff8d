package io.github.idempotency.test.store;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What happens to one key of a scenario while it runs. Thread-safe. */
final class KeyTally {

    private final AtomicLong executions = new AtomicLong();

    private final AtomicInteger owners = new AtomicInteger();

    private final AtomicLong overlaps = new AtomicLong();

    private final Set<String> answers = ConcurrentHashMap.newKeySet();

    void begin() {
        if (owners.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
    }

    void executed() {
        executions.incrementAndGet();
    }

    void end() {
        owners.decrementAndGet();
    }

    void answered(String answer) {
        answers.add(answer);
    }

    ClaimsReport.Tally total() {
        return new ClaimsReport.Tally(executions.get(), overlaps.get(), new TreeSet<>(answers));
    }
}
