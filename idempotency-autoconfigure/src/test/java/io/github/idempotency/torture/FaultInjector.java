package io.github.idempotency.torture;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.idempotency.torture.HistoryEntry.Kind;

/** Injects one fault after the other, as the seed says, until it is told to stop. */
final class FaultInjector implements Runnable {

    private final List<Fault> faults;

    private final Random random;

    private final History history;

    private final Map<String, Integer> injected = new TreeMap<>();

    private final CountDownLatch stopped = new CountDownLatch(1);

    FaultInjector(List<Fault> faults, Random random, History history) {
        this.faults = faults;
        this.random = random;
        this.history = history;
    }

    @Override
    public void run() {
        try {
            while (!stopped.await(200 + random.nextInt(1_200), TimeUnit.MILLISECONDS)) {
                inject(next());
            }
        } catch (Exception ex) {
            throw new IllegalStateException("A fault could not be injected", ex);
        }
    }

    void inject(Fault fault) throws Exception {
        long from = System.nanoTime();
        String what = fault.action().inject(random);
        // A fault for which nobody was left has nothing to say, and does not count.
        if (!what.isEmpty()) {
            history.add(HistoryEntry.now(from, "torture", Kind.FAULT, "-", 0, fault.name() + " " + what));
            injected.merge(fault.name(), 1, Integer::sum);
        }
    }

    private Fault next() {
        int left = random.nextInt(faults.stream().mapToInt(Fault::weight).sum());
        for (Fault fault : faults) {
            left -= fault.weight();
            if (left < 0) {
                return fault;
            }
        }
        throw new IllegalStateException("No fault weighs anything");
    }

    /** No fault begins after the one that is under way. */
    void stop() {
        stopped.countDown();
    }

    /** How often each has been injected; to be asked once it has run. */
    Map<String, Integer> injected() {
        return injected;
    }
}
