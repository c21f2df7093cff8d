package io.github.idempotency.test.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RecoverableIdempotencyStore;
import io.github.idempotency.store.StoreKey;

import static io.github.idempotency.test.store.RecordAssertions.assertInstant;
import static io.github.idempotency.test.store.RecordAssertions.assertSameRecord;
import static org.assertj.core.api.Assertions.assertThat;

/** What a store that can tell its intents guarantees beside {@link IdempotencyStoreContract}. */
public interface RecoverableStoreContract extends StoreUnderTest {

    @Override
    RecoverableIdempotencyStore store();

    @Test
    default void anExecutionWhoseLeaseIsOverIsAnIntent() {
        for (Effect effect : Effect.values()) {
            Caller caller = Caller.of(this).withLease(moment()).withEffect(effect);
            caller.release(caller.acquire().token());
            Claim.Acquired acquired = caller.acquire();
            letPass(moment());

            Intent intent = told(caller);

            assertThat(intent.scope()).isEqualTo(Caller.SCOPE);
            assertThat(intent.record().state()).isEqualTo(RecordState.IN_PROGRESS);
            assertThat(intent.record().token()).isEqualTo(acquired.token());
            assertThat(intent.record().attempt()).isEqualTo(2);
            assertThat(intent.record().effect()).isEqualTo(effect);
            assertThat(intent.record().fingerprint()).isEqualTo(Caller.REQUEST);
            assertInstant(intent.record().startedAt(), acquired.startedAt());
            assertInstant(intent.record().leaseUntil(), acquired.startedAt().plus(moment()));
            assertInstant(
                    intent.record().expiresAt(),
                    acquired.startedAt().plus(moment()).plus(Caller.LONG));
            assertThat(intent.age()).isGreaterThanOrEqualTo(moment()).isLessThan(Caller.LONG);
        }
    }

    @Test
    default void anUnknownOutcomeIsAnIntent() {
        Caller caller = Caller.of(this).withEffect(Effect.IRREVERSIBLE);
        caller.markUnknown(caller.acquire().token());

        Intent intent = told(caller);

        assertThat(intent.scope()).isEqualTo(Caller.SCOPE);
        assertThat(intent.record().state()).isEqualTo(RecordState.UNKNOWN);
        assertSameRecord(intent.record(), caller.claim(Claim.Unknown.class).record());
    }

    @Test
    default void aRunningExecutionIsNoIntent() {
        Caller caller = Caller.of(this).withEffect(Effect.IRREVERSIBLE);
        caller.acquire();

        assertThat(intent(caller)).isEmpty();
    }

    @Test
    default void whatHasAnOutcomeIsNoIntent() {
        Caller completed = Caller.of(this).withLease(moment());
        completed.stored(completed.acquire().token(), "answer");
        Caller released = Caller.of(this).withLease(moment());
        released.release(released.acquire().token());
        letPass(moment());

        assertThat(intent(completed)).isEmpty();
        assertThat(intent(released)).isEmpty();
    }

    @Test
    default void aRecordThatHasExpiredIsNoIntent() {
        Caller caller = Caller.of(this).withLease(moment()).withRetention(moment());
        caller.acquire();
        letPass(moment().multipliedBy(2));

        assertThat(intent(caller)).isEmpty();
    }

    @Test
    default void tellingAnIntentDoesNotSettleIt() {
        Caller caller = Caller.of(this).withLease(moment()).withEffect(Effect.IRREVERSIBLE);
        long token = caller.acquire().token();
        letPass(moment());

        assertThat(intent(caller)).isPresent();

        caller.stored(token, "late");
        assertThat(intent(caller)).isEmpty();
    }

    @Test
    default void everyIntentIsToldPageByPage() {
        int limit = 4;
        List<StoreKey> keys = new ArrayList<>();
        for (int i = 0; i < 5 * limit; i++) {
            Caller caller = Caller.of(this);
            caller.markUnknown(caller.acquire().token());
            keys.add(caller.key());
        }

        List<IntentPage> pages = pages(limit);

        assertThat(pages.stream().map(page -> page.intents().size()))
                .allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(2 * limit));
        assertThat(pages.stream().flatMap(page -> page.intents().stream()).map(Intent::key))
                .containsAll(keys);
    }

    private Intent told(Caller caller) {
        Optional<Intent> intent = intent(caller);
        assertThat(intent).isPresent();
        return intent.orElseThrow();
    }

    private Optional<Intent> intent(Caller caller) {
        return pages(100).stream()
                .flatMap(page -> page.intents().stream())
                .filter(intent -> intent.key().equals(caller.key()))
                .findFirst();
    }

    private List<IntentPage> pages(int limit) {
        List<IntentPage> pages = new ArrayList<>();
        String next = null;
        do {
            IntentPage page = store().intents(next, limit);
            pages.add(page);
            next = page.next();
        } while (next != null);
        return pages;
    }
}
