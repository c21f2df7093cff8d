package io.github.idempotency.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import io.github.idempotency.torture.HistoryEntry.Kind;

/** The shortest way to the fault that a {@link Defect} does not survive. */
final class Scenario {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of a stream, in milliseconds. */
    private static final int LONG = 2_000;

    private static final int RACES = 40;

    private static final int RACERS = 6;

    private final TortureRun run;

    private final ApplicationProcess one;

    private final ApplicationProcess other;

    Scenario(TortureRun run) {
        this.run = run;
        this.one = run.processes().get(0);
        this.other = run.processes().get(1);
    }

    /** An owner is paused past its lease, is taken over, and then ends its own work: with a result, or failing. */
    void staleOwner(Work work, boolean fails) throws Exception {
        TortureKey key = new TortureKey(work, "stale owner " + (fails ? "fails" : "finishes"));
        FutureTask<Answer> stale =
                new FutureTask<>(() -> run.client(1).send(one, new WorkRequest(key, 3_000, fails, PATIENCE)));
        new Thread(stale).start();
        awaitBegun(one, key);
        one.pause();
        RetryingClient client = run.client(2);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> client.send(other, quick(key)).kind() == Kind.ANSWERED);
        one.resume();
        stale.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        client.send(one, quick(key));
        client.send(other, quick(key));
    }

    /**
     * An owner is paused in the middle of its stream past its lease, and wakes when who took it over is in the middle, and
     * somebody reads.
     */
    void staleStream() throws Exception {
        TortureKey key = new TortureKey(Work.STREAMED, "stale stream");
        FutureTask<Answer> stale = streaming(1, one, key, 1);
        awaitBegun(one, key);
        TimeUnit.MILLISECONDS.sleep(LONG / 3);
        one.pause();
        // Attached to what is paused until the lease is over.
        FutureTask<Answer> next = streaming(2, other, key, 10);
        awaitBegun(other, key);
        FutureTask<Answer> reader = streaming(3, other, key, 1);
        TimeUnit.MILLISECONDS.sleep(LONG / 3);
        one.resume();
        stale.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        next.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        reader.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        run.client(3).send(one, quick(key));
        run.client(3).send(other, quick(key));
    }

    private FutureTask<Answer> streaming(int number, ApplicationProcess process, TortureKey key, int attempts) {
        RetryingClient client = run.client(number);
        FutureTask<Answer> asking = new FutureTask<>(() -> {
            Answer answer = client.send(process, new WorkRequest(key, LONG, false, PATIENCE));
            for (int attempt = 2; attempt <= attempts && !answer.isLast(); attempt++) {
                answer = client.send(process, new WorkRequest(key, LONG, false, PATIENCE));
            }
            return answer;
        });
        new Thread(asking).start();
        return asking;
    }

    private static void awaitBegun(ApplicationProcess process, TortureKey key) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> process.journal().stream()
                        .anyMatch(entry ->
                                entry.kind() == Kind.BEGUN && entry.key().equals(key.record())));
    }

    /** Many callers at both processes have the same fresh key at the same time. */
    void race() throws Exception {
        CyclicBarrier start = new CyclicBarrier(RACERS);
        List<FutureTask<Void>> racers = new ArrayList<>();
        for (int racer = 0; racer < RACERS; racer++) {
            RetryingClient client = run.client(racer);
            ApplicationProcess process = racer % 2 == 0 ? one : other;
            racers.add(new FutureTask<>(() -> {
                for (int race = 0; race < RACES; race++) {
                    start.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    TortureKey key = new TortureKey(Work.IRREVERSIBLE, "race " + race);
                    client.send(process, new WorkRequest(key, 10, false, PATIENCE));
                }
                return null;
            }));
        }
        racers.forEach(racer -> new Thread(racer).start());
        for (FutureTask<Void> racer : racers) {
            racer.get();
        }
    }

    /** A retry after the answer, at the other process. */
    void retry() throws Exception {
        TortureKey key = new TortureKey(Work.IRREVERSIBLE, "retry");
        run.client(1).send(one, quick(key));
        run.client(1).send(other, quick(key));
    }

    private static WorkRequest quick(TortureKey key) {
        return new WorkRequest(key, 0, false, PATIENCE);
    }
}
