package io.github.idempotency.test.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody who presents one key to one store again and again. Immutable; the "with" methods give another caller. */
record Caller(
        IdempotencyStore store,
        StoreKey key,
        Fingerprint fingerprint,
        Effect effect,
        Duration lease,
        Duration retention) {

    static final String SCOPE = "contract";

    static final Fingerprint REQUEST = Fingerprint.of("the request");

    static final Fingerprint OTHER_REQUEST = Fingerprint.of("another request");

    /** Longer than any test takes: what has it never expires unless the clock is moved on purpose. */
    static final Duration LONG = Duration.ofMinutes(5);

    /** A caller with a key nobody ever used, repeatable work and nothing that expires during the test. */
    static Caller of(StoreUnderTest test) {
        StoreKey key = StoreKey.of(SCOPE, UUID.randomUUID().toString());
        return new Caller(test.store(), key, REQUEST, Effect.REPEATABLE, LONG, LONG);
    }

    Caller withFingerprint(Fingerprint other) {
        return new Caller(store, key, other, effect, lease, retention);
    }

    Caller withEffect(Effect other) {
        return new Caller(store, key, fingerprint, other, lease, retention);
    }

    Caller withLease(Duration other) {
        return new Caller(store, key, fingerprint, effect, other, retention);
    }

    Caller withRetention(Duration other) {
        return new Caller(store, key, fingerprint, effect, lease, other);
    }

    Claim claim() {
        return store.claim(request());
    }

    /** Claims as somebody who has found out what became of the execution with the token. */
    Claim claimReconciled(long token) {
        return store.claim(request().reconciled(token));
    }

    /** Finds the key in progress, as somebody who wants to be told of the end. */
    void claimAwaiting() {
        assertThat(store.claim(request().awaiting())).isInstanceOf(Claim.InProgress.class);
    }

    private ClaimRequest request() {
        return new ClaimRequest(key, SCOPE, fingerprint, effect, lease, retention);
    }

    Claim.Acquired acquire() {
        return claim(Claim.Acquired.class);
    }

    <C extends Claim> C claim(Class<C> expected) {
        Claim claim = claim();
        assertThat(claim).isInstanceOf(expected);
        return expected.cast(claim);
    }

    Completion complete(long token, String answer) {
        return store.complete(key, token, answer(answer), retention);
    }

    /** Completes a claim that is expected to be the caller's still. */
    void stored(long token, String answer) {
        assertThat(complete(token, answer)).isInstanceOf(Completion.Stored.class);
    }

    /** Brings a result that is expected to be refused. */
    Completion.Lost lost(long token, String answer) {
        Completion completion = complete(token, answer);
        assertThat(completion).isInstanceOf(Completion.Lost.class);
        return (Completion.Lost) completion;
    }

    boolean release(long token) {
        return store.release(key, token);
    }

    boolean markUnknown(long token) {
        return store.markUnknown(key, token);
    }

    static Result answer(String answer) {
        return new Result(Outcome.SUCCEEDED, answer.getBytes(StandardCharsets.UTF_8));
    }
}
