package io.github.idempotency.test.linearizability;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Function;

import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.ByteGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.MutableClock;

/**
 * Every verb that changes a record, as threads use them: a thread that has claimed acts under its own token, however
 * stale, and all others act for the first owner, as its lease keeper does. What a verb answers names attempts, not
 * tokens: which numbers a store gives out is its own affair as long as they grow.
 */
public abstract class StoreVerbs<S extends RenewableIdempotencyStore & InspectableIdempotencyStore> {

    /** Longer than the interval at which the reference store sweeps, so that sweeping is tried as well. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final StoreKey KEY = StoreKey.of("key");

    private static final int FIRST_OWNER = 0;

    private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:00Z"));

    private final S store;

    /** By thread, the token of its last claim or of the unknown record it was told of. */
    private final long[] tokens = new long[8];

    StoreVerbs(Function<MutableClock, S> store) {
        this.store = store.apply(clock);
    }

    @Operation
    public String claim(
            @Param(gen = ThreadIdGen.class) int thread, @Param(gen = BooleanGen.class) boolean irreversible) {
        return claim(thread, request(irreversible));
    }

    @Operation
    public String claimReconciled(
            @Param(gen = ThreadIdGen.class) int thread, @Param(gen = BooleanGen.class) boolean irreversible) {
        return claim(thread, request(irreversible).reconciled(token(thread)));
    }

    private static ClaimRequest request(boolean irreversible) {
        Effect effect = irreversible ? Effect.IRREVERSIBLE : Effect.REPEATABLE;
        return new ClaimRequest(KEY, "lincheck", Fingerprint.NONE, effect, LEASE, LEASE);
    }

    private String claim(int thread, ClaimRequest request) {
        Claim claim = store.claim(request);
        if (claim instanceof Claim.Acquired acquired) {
            boolean grown = acquired.token() > token(thread);
            tokens[thread] = acquired.token();
            return "acquired " + acquired.attempt() + (acquired.takenOver() ? " taken over" : "") + (grown ? "" : "!");
        }
        if (claim instanceof Claim.Unknown unknown) {
            tokens[thread] = unknown.record().token();
            return described(unknown.record());
        }
        return claim instanceof Claim.Completed completed
                ? described(completed.record())
                : described(((Claim.InProgress) claim).record());
    }

    private long token(int thread) {
        return tokens[thread] == 0 ? tokens[FIRST_OWNER] : tokens[thread];
    }

    @Operation
    public String complete(@Param(gen = ThreadIdGen.class) int thread, @Param(gen = ByteGen.class) byte answer) {
        Result result = new Result(Outcome.SUCCEEDED, new byte[] {answer});
        return store.complete(KEY, token(thread), result, LEASE) instanceof Completion.Lost lost
                ? "lost to " + described(lost.current())
                : "stored";
    }

    @Operation
    public boolean release(@Param(gen = ThreadIdGen.class) int thread) {
        return store.release(KEY, token(thread));
    }

    @Operation
    public boolean markUnknown(@Param(gen = ThreadIdGen.class) int thread) {
        return store.markUnknown(KEY, token(thread));
    }

    @Operation
    public boolean renew(@Param(gen = ThreadIdGen.class) int thread) {
        return store.renew(KEY, token(thread), LEASE);
    }

    @Operation
    public boolean delete() {
        return store.delete(KEY);
    }

    void letPass(int leases) {
        clock.advance(LEASE.multipliedBy(leases));
    }

    String found() {
        return described(store.find(KEY).orElse(null));
    }

    void claimFirst(boolean irreversible) {
        claim(FIRST_OWNER, irreversible);
    }

    private static String described(@Nullable IdempotencyRecord record) {
        if (record == null) {
            return "nothing";
        }
        Result result = record.result();
        return record.state() + " attempt " + record.attempt() + " " + record.effect() + " "
                + (result == null ? "" : Arrays.toString(result.bytes())) + " replays " + record.replays();
    }
}
