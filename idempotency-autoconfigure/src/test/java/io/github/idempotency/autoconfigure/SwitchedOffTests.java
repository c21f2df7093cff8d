package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;

import io.github.idempotency.Idempotent;
import io.github.idempotency.aop.IdempotentAdvisor;
import io.github.idempotency.store.IdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

class SwitchedOffTests {

    @Test
    void methodsRunAsIfTheyWereNotAnnotated() {
        Starts.run(Starts.application(Orders.class).withPropertyValues("idempotency.enabled=false"), context -> {
            Orders orders = context.getBean(Orders.class);
            assertThat(AopUtils.isAopProxy(orders)).isFalse();
            assertThat(context).doesNotHaveBean(IdempotentAdvisor.class).doesNotHaveBean(IdempotencyStore.class);
        });
    }

    @Test
    void mistakesAreNotLookedFor() {
        Starts.run(
                Starts.application(MistakesAreNotLookedFor.class).withPropertyValues("idempotency.enabled=false"),
                context -> assertThat(context).hasSingleBean(MistakesAreNotLookedFor.class));
    }

    @Test
    void theyAreGuardedUnlessSwitchedOff() {
        Starts.run(
                Starts.application(Orders.class),
                context -> assertThat(AopUtils.isAopProxy(context.getBean(Orders.class)))
                        .isTrue());
    }

    static class Orders {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }

    static class MistakesAreNotLookedFor {
        @Idempotent(ttl = "one day")
        public final void create(String id) {}
    }
}
