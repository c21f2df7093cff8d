package io.github.idempotency.aop;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.execution.RecoverableScope;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose executions can be recovered when nobody calls. */
class RecoverableScopesTests {

    @Test
    void thoseOfScopesWithAReconcilerBean() {
        Starts.run(Starts.application(Orders.class), context -> {
            RecoverableScopes scopes =
                    context.getBean(IdempotentMetadataSource.class).recoverableScopes();
            assertThat(scopes.names()).containsExactly("bean");
            RecoverableScope found = scopes.find("bean");
            assertThat(found.reconciler()).isSameAs(context.getBean("ledger"));
            assertThat(found.policy().ttl()).isEqualTo(Duration.ofHours(2));
            assertThat(found.codec().decode(found.codec().encode("answer"))).isEqualTo("answer");
        });
    }

    /** A method needs the arguments of a call, and a record does not tell which of two methods it is of. */
    @Test
    void notThoseOfScopesWithAMethodOrWithTwoMethodsOrWithNobody() {
        Starts.run(Starts.application(Orders.class), context -> {
            RecoverableScopes scopes =
                    context.getBean(IdempotentMetadataSource.class).recoverableScopes();
            assertThat(scopes.find("method")).isNull();
            assertThat(scopes.find("shared")).isNull();
            assertThat(scopes.find("nobody")).isNull();
            assertThat(scopes.find("no such scope")).isNull();
        });
    }

    @Test
    void theLongestLeaseIsKnown() {
        Starts.run(
                Starts.application(Orders.class),
                context -> assertThat(context.getBean(IdempotentMetadataSource.class)
                                .recoverableScopes()
                                .longestLease())
                        .isEqualTo(Duration.ofMinutes(3)));
    }

    static class Orders {

        @Idempotent(key = "#id", scope = "bean", ttl = "2h", effect = Effect.IRREVERSIBLE, reconcileWith = "ledger")
        public String bean(String id) {
            return id;
        }

        @Idempotent(key = "#id", scope = "method", effect = Effect.IRREVERSIBLE, reconcileWith = "lookUp")
        public String method(String id) {
            return id;
        }

        Reconciliation<String> lookUp(String id) {
            return Reconciliation.cannotTell();
        }

        @Idempotent(key = "#id", scope = "shared", effect = Effect.IRREVERSIBLE, reconcileWith = "ledger")
        public String one(String id) {
            return id;
        }

        @Idempotent(key = "#id", scope = "shared", effect = Effect.IRREVERSIBLE, reconcileWith = "ledger")
        public int another(String id) {
            return 1;
        }

        @Idempotent(key = "#id", scope = "nobody", lease = "3m", effect = Effect.IRREVERSIBLE)
        public String nobody(String id) {
            return id;
        }

        @Bean
        static Reconciler ledger() {
            return lost -> Reconciliation.cannotTell();
        }
    }
}
