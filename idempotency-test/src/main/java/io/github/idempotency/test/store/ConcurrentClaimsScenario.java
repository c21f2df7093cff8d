package io.github.idempotency.test.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/**
 * Many callers want the same keys at the same time, and each comes back until it has seen a completed result: what a
 * store that loses updates does not survive.
 *
 * <p>Several processes may run it on the same keys of one shared store; their reports are added up
 * ({@link ClaimsReport#plus}). An {@link #effect} that counts in a place the processes share gives a second, independent
 * count of what was executed.
 */
public final class ConcurrentClaimsScenario {

    private final IdempotencyStore store;

    private final List<StoreKey> keys;

    private int threads = 8;

    private int failures;

    private Duration lease = Duration.ofMinutes(1);

    private Duration patience = Duration.ofMinutes(1);

    private Consumer<StoreKey> effect = key -> {};

    private ConcurrentClaimsScenario(IdempotencyStore store, Collection<StoreKey> keys) {
        this.store = store;
        this.keys = List.copyOf(keys);
    }

    /** The scenario on keys that are free. */
    public static ConcurrentClaimsScenario on(IdempotencyStore store, Collection<StoreKey> keys) {
        return new ConcurrentClaimsScenario(store, keys);
    }

    /** Callers of this process; each wants every key. 8 unless told. */
    public ConcurrentClaimsScenario threads(int count) {
        threads = count;
        return this;
    }

    /** Attempts on each key that release it before their effect, so that it is claimed again. None unless told. */
    public ConcurrentClaimsScenario failuresPerKey(int count) {
        failures = count;
        return this;
    }

    /** Of each claim; nobody renews it. A minute unless told. */
    public ConcurrentClaimsScenario lease(Duration duration) {
        lease = duration;
        return this;
    }

    /** How long a caller comes back for one answer before it gives up. A minute unless told. */
    public ConcurrentClaimsScenario patience(Duration duration) {
        patience = duration;
        return this;
    }

    /** What an execution does, between its claim and its completion. Nothing unless told. */
    public ConcurrentClaimsScenario effect(Consumer<StoreKey> action) {
        effect = action;
        return this;
    }

    /**
     * Runs all callers to their end.
     *
     * @throws AssertionError if a caller got no answer, or one that nobody may get here, such as a mismatch
     */
    public ClaimsReport run() {
        Map<StoreKey, KeyTally> tallies = new ConcurrentHashMap<>();
        Race.run(threads, caller -> {
            // Each in an order of its own, so that callers meet on some keys and pass each other on others.
            List<StoreKey> order = new ArrayList<>(keys);
            Collections.shuffle(order, new Random(caller));
            order.forEach(key -> {
                KeyTally tally = tallies.computeIfAbsent(key, first -> new KeyTally());
                tally.answered(answer(key, tally));
            });
            return order.size();
        });
        Map<String, ClaimsReport.Tally> report = new TreeMap<>();
        tallies.forEach((key, tally) -> report.put(key.reference(), tally.total()));
        return new ClaimsReport(report);
    }

    private String answer(StoreKey key, KeyTally tally) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()) {
            Claim claim = store.claim(
                    new ClaimRequest(key, "scenario", Fingerprint.NONE, Effect.REPEATABLE, lease, Duration.ofHours(1)));
            if (claim instanceof Claim.Completed completed) {
                return RecordAssertions.text(completed.record());
            }
            if (claim instanceof Claim.Acquired acquired) {
                execute(key, acquired, tally);
            } else if (claim instanceof Claim.InProgress) {
                Thread.yield();
            } else {
                throw new AssertionError("Unexpected claim: " + claim);
            }
        }
        throw new AssertionError("No answer for " + key + " within " + patience);
    }

    private void execute(StoreKey key, Claim.Acquired acquired, KeyTally tally) {
        tally.begin();
        if (acquired.attempt() <= failures) {
            tally.end();
            store.release(key, acquired.token());
            return;
        }
        tally.executed();
        effect.accept(key);
        tally.end();
        String answer =
                ProcessHandle.current().pid() + "-" + Thread.currentThread().getId() + "-" + acquired.token();
        Result result = new Result(Outcome.SUCCEEDED, answer.getBytes(StandardCharsets.UTF_8));
        if (store.complete(key, acquired.token(), result, Duration.ofHours(1)) instanceof Completion.Stored) {
            tally.answered(answer);
        }
    }
}
