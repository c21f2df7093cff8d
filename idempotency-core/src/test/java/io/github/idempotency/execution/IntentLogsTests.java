package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An application with several stores, one of which cannot tell its intents. */
class IntentLogsTests {

    private final MovableClock clock = new MovableClock();

    private final InMemoryIdempotencyStore fast = new InMemoryIdempotencyStore(clock);

    private final InMemoryIdempotencyStore sound = new InMemoryIdempotencyStore(clock);

    private final IntentLogs logs = logs(Map.of("redis+jdbc", fast, "vault", sound, "notes", new OutageStore(sound)));

    private static IntentLogs logs(Map<String, IdempotencyStore> stores) {
        return new IntentLogs(new IdempotencyStores(null, stores), "shop");
    }

    private StoreKey lost(IdempotencyStore store, String key) {
        IdempotentOperation operation = IdempotentOperation.of(new KeyScope("shop", "orders", ""), key);
        store.claim(operation.claimRequest());
        return operation.storeKey();
    }

    private List<StoreKey> told(@Nullable String from) {
        List<StoreKey> told = new ArrayList<>();
        String next = from;
        do {
            IntentPage page = logs.page(next, 2);
            page.intents().stream().map(Intent::key).forEach(told::add);
            next = page.next();
        } while (next != null);
        return told;
    }

    /** Seen to fail when only the first store was asked, and when the second was not begun at its beginning. */
    @Test
    void thePagesGoOnFromStoreToStore() {
        List<StoreKey> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.add(lost(fast, "fast " + i));
            expected.add(lost(sound, "sound " + i));
        }
        clock.advance(IdempotencyPolicy.DEFAULT.lease());

        assertThat(told(null)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(told("vault:")).hasSize(5);
        assertThat(told("redis jdbc:")).as("after a URL").hasSize(10);
    }

    @Test
    void whatIsNoPageIsRefused() {
        for (String after : new String[] {"", ":", "nowhere:", "notes:", "vault"}) {
            assertThatThrownBy(() -> logs.page(after, 1)).as(after).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theStoreThatHoldsARecordIsFound() {
        StoreKey key = lost(sound, "sound");

        assertThat(logs.holding(key)).map(IntentLog::store).contains(sound);
        assertThat(logs.holding(StoreKey.of("nobody"))).isEmpty();
    }

    @Test
    void whereNoStoreCanTellThereIsNoLog() {
        IntentLogs none = logs(Map.of("notes", new OutageStore(sound)));

        assertThat(none.all()).isEmpty();
        assertThat(none.holding(StoreKey.of("nobody"))).isEmpty();
        assertThatThrownBy(() -> none.page(null, 1)).hasMessageContaining("notes");
    }
}
