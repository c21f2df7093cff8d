package io.github.idempotency.torture;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.github.idempotency.torture.HistoryEntry.Kind;

/**
 * A client as they are: impatient, one process is as good as another to it, and it asks again with the same key until it
 * has an answer or has had enough. It backs off for longer and longer, at most for the second that {@code Retry-After}
 * says. What it asks and what it is told goes into the history.
 */
final class RetryingClient {

    private static final int PATIENCE = 6;

    /** For the time after the faults, when everybody must be served. */
    private static final int LONG_PATIENCE = 60;

    private final List<ApplicationProcess> processes;

    private final History history;

    private final Random random;

    RetryingClient(List<ApplicationProcess> processes, History history, Random random) {
        this.processes = processes;
        this.history = history;
        this.random = random;
    }

    /** Asks for work that may take long, or fail. */
    void ask(TortureKey key) throws InterruptedException {
        askUpTo(PATIENCE, key, 40);
    }

    /** Asks until it is told the result, or that nobody can know it. */
    void settle(TortureKey key) throws InterruptedException {
        if (!askUpTo(LONG_PATIENCE, key, Integer.MAX_VALUE)) {
            history.add(HistoryEntry.now(System.nanoTime(), "client", Kind.UNSETTLED, key.record(), 0, ""));
        }
    }

    /** @param oneInFails how seldom work fails */
    private boolean askUpTo(int times, TortureKey key, int oneInFails) throws InterruptedException {
        for (int attempt = 1; attempt <= times; attempt++) {
            WorkRequest request = new WorkRequest(key, millis(), random.nextInt(oneInFails) == 0, timeout());
            if (send(process(), request).isLast()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(Math.min(1_000, 10L << Math.min(attempt, 7)));
        }
        return false;
    }

    /** One that listens, as a load balancer would have it; only that it has just been killed is not known yet. */
    private ApplicationProcess process() {
        List<ApplicationProcess> ready =
                processes.stream().filter(ApplicationProcess::isReady).toList();
        List<ApplicationProcess> candidates = ready.isEmpty() ? processes : ready;
        return candidates.get(random.nextInt(candidates.size()));
    }

    /** Most work is short, some is longer than its lease. */
    private int millis() {
        int kind = random.nextInt(100);
        return kind < 80 ? random.nextInt(4) : kind < 97 ? random.nextInt(50) : kind < 99 ? 300 : 1_300;
    }

    /** Some clients are less patient than a pause or a stall is long, some less than the work takes. */
    private Duration timeout() {
        return Duration.ofMillis(250 + random.nextInt(1_000));
    }

    /** One request, and what is known of it. */
    Answer send(ApplicationProcess process, WorkRequest request) throws InterruptedException {
        String record = request.key().record();
        String asked = request.key().work() + " of " + process;
        long from = System.nanoTime();
        history.add(new HistoryEntry(from, from, "client", Kind.INVOKED, record, 0, asked));
        Answer answer = request.sendTo(process.uri());
        history.add(HistoryEntry.now(from, "client", answer.kind(), record, 0, answer.detail()));
        return answer;
    }
}
