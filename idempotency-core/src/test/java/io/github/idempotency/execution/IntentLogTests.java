package io.github.idempotency.execution;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Intent;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;

/** Several applications share a store. */
class IntentLogTests {

    private final Engine engine = new Engine();

    private StoreKey lost(String namespace, String scope, String key) {
        IdempotentOperation operation = IdempotentOperation.of(new KeyScope(namespace, scope, "somebody"), key);
        engine.begin(operation);
        return operation.storeKey();
    }

    private List<String> scopes(String namespace) {
        List<String> scopes = new ArrayList<>();
        new IntentLog(engine.memory, namespace).walk(1, intent -> scopes.add(intent.scope()));
        return scopes;
    }

    @Test
    void eachSeesItsOwnByTheirScopes() {
        lost("shop", "orders", "1");
        lost("shop", "orders", "2");
        lost("shop", "a/b", "3");
        lost("shop/a", "b", "4");
        lost("shop%2Fa", "b", "5");
        lost("shopping", "orders", "6");
        engine.clock.advance(Engine.LEASE);

        assertThat(scopes("shop")).containsExactlyInAnyOrder("orders", "orders", "a/b");
        assertThat(scopes("shop/a")).containsExactly("b");
        assertThat(scopes("shop%2Fa")).containsExactly("b");
        assertThat(scopes("nobody")).isEmpty();
    }

    @Test
    void aPageMayHaveNoneOfItsOwnAndNotBeTheLast() {
        for (int i = 0; i < 5; i++) {
            lost("other", "orders", "" + i);
        }
        StoreKey own = lost("shop", "orders", "own");
        engine.clock.advance(Engine.LEASE);
        List<Intent> told = new ArrayList<>();

        new IntentLog(engine.memory, "shop").walk(1, told::add);

        assertThat(told)
                .singleElement()
                .satisfies(intent -> assertThat(intent.key()).isEqualTo(own));
    }

    @Test
    void whoHasEnoughIsToldNoMore() {
        lost("shop", "orders", "1");
        lost("shop", "orders", "2");
        engine.clock.advance(Engine.LEASE);
        List<Intent> told = new ArrayList<>();

        new IntentLog(engine.memory, "shop").walk(10, intent -> {
            told.add(intent);
            return false;
        });

        assertThat(told).hasSize(1);
    }

    @Test
    void aRecordOfAnotherApplicationHasNoScopeHere() {
        StoreKey key = lost("shop", "orders", "1");

        assertThat(new IntentLog(engine.memory, "shop").scopeOf(key)).contains("orders");
        assertThat(new IntentLog(engine.memory, "other").scopeOf(key)).isEmpty();
        assertThat(new IntentLog(engine.memory, "shop").scopeOf(StoreKey.of("none")))
                .isEmpty();
    }
}
