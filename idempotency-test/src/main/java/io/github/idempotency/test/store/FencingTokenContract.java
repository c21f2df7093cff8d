package io.github.idempotency.test.store;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A key's tokens only ever grow, whatever became of its records. Part of {@link IdempotencyStoreContract}. */
interface FencingTokenContract extends StoreUnderTest {

    @Test
    default void theTokenGrowsAcrossRelease() {
        Caller caller = Caller.of(this);
        long last = 0;
        for (int attempt = 1; attempt <= 20; attempt++) {
            long token = caller.acquire().token();
            assertThat(token).isGreaterThan(last);
            assertThat(caller.release(token)).isTrue();
            last = token;
        }
    }

    @Test
    default void theTokenGrowsAcrossTakeOver() {
        Caller caller = Caller.of(this).withLease(moment());
        long first = caller.acquire().token();
        letPass(moment());

        assertThat(caller.acquire().token()).isGreaterThan(first);
    }

    @Test
    default void theTokenGrowsAcrossTheExpiryOfAnAbandonedRecord() {
        Caller caller = Caller.of(this).withLease(moment()).withRetention(moment());
        long first = caller.acquire().token();
        letPass(moment().multipliedBy(2));

        assertThat(caller.acquire().token()).isGreaterThan(first);
    }

    @Test
    default void theTokenGrowsAcrossTheExpiryOfACompletedRecord() {
        Caller caller = Caller.of(this).withRetention(moment());
        long first = caller.acquire().token();
        caller.stored(first, "answer");
        letPass(moment());

        assertThat(caller.acquire().token()).isGreaterThan(first);
    }

    @Test
    default void aTokenFromBeforeTheRecordExpiredIsStale() {
        Caller caller = Caller.of(this).withLease(moment()).withRetention(moment());
        long stale = caller.acquire().token();
        letPass(moment().multipliedBy(2));
        Caller owner = caller.withLease(Caller.LONG).withRetention(Caller.LONG);
        long token = owner.acquire().token();

        assertThat(owner.release(stale)).isFalse();
        assertThat(owner.markUnknown(stale)).isFalse();
        owner.lost(stale, "stale");

        owner.stored(token, "answer");
    }
}
