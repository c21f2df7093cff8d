package io.github.idempotency.execution;

import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;

/** An operator who has looked at the ledger. */
class OutcomeSettlerTests {

    private final Engine engine = new Engine();

    private final OutcomeSettler settler = new OutcomeSettler(engine.memory, engine.events::add);

    private final StoreKey key = Engine.irreversible().storeKey();

    @Test
    void whatDidNotHappenMayRunAgain() {
        engine.begin(Engine.irreversible()).fail();
        assertThat(settler.settle(key, "orders", false)).isTrue();
        assertThat(engine.call(Engine.irreversible())).isEqualTo("run 1");
    }

    @Test
    void whatHappenedNeverRunsAgain() {
        engine.begin(Engine.irreversible()).fail();
        assertThat(settler.settle(key, "orders", true)).isTrue();
        assertThat(engine.problem(() -> engine.call(Engine.irreversible())))
                .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void onlyAnUnknownOutcomeIsSettled() {
        assertThat(settler.settle(key, "orders", true)).isFalse();
        Execution running = engine.begin(Engine.irreversible());
        assertThat(settler.settle(key, "orders", true)).isFalse();
        running.release();
        assertThat(settler.settle(key, "orders", true)).isFalse();
        assertThat(engine.types()).doesNotContain(Type.SETTLED);
    }

    @Test
    void anOutcomeIsSettledOnce() {
        engine.begin(Engine.irreversible()).fail();
        assertThat(settler.settle(key, "orders", false)).isTrue();
        assertThat(settler.settle(key, "orders", true)).isFalse();
        assertThat(engine.types()).containsOnlyOnce(Type.SETTLED);
    }

    @Test
    void anExecutionWhoseLeaseIsOverIsSettledBeforeAnybodyFoundItUnknown() {
        engine.begin(Engine.irreversible());
        engine.clock.advance(Engine.LEASE);
        assertThat(settler.settle(key, "orders", false)).isTrue();
        assertThat(engine.call(Engine.irreversible())).isEqualTo("run 1");
    }

    @Test
    void repeatableWorkWhoseLeaseIsOverIsNotSettled() {
        engine.begin(Engine.operation());
        engine.clock.advance(Engine.LEASE);
        assertThat(settler.settle(key, "orders", false)).isFalse();
    }

    @Test
    void whatIsSettledStillBelongsToItsRequest() {
        var one = Engine.irreversible().with(Engine.fingerprint("one"));
        engine.begin(one).fail();
        assertThat(settler.settle(key, "orders", true)).isTrue();
        assertThat(engine.problem(() -> engine.call(one.with(Engine.fingerprint("two")))))
                .isEqualTo(IdempotencyProblem.KEY_REUSED);
    }
}
