package io.github.idempotency.execution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OperationIdTests {

    private static final KeyScope SCOPE = new KeyScope("shop", "orders", "alice");

    private final OperationId id = IdempotentOperation.of(SCOPE, "key-1").id();

    /** Of two releases that run side by side each has to find what the other has claimed, and resolve its addresses. */
    @Test
    void theDerivationIsStable() {
        assertThat(id).hasToString("syGG7KSNc-HhNQNO-OITxAuek-etmvS-IgeLWhEtldvA");
        assertThat(SCOPE.storeKey("key-1").reference()).isEqualTo("ArreXFUHy1qcrqQ0rbYScg");
    }

    @Test
    void itNamesTheRecordOfItsOwnerOnly() {
        assertThat(SCOPE.storeKey(id)).isEqualTo(SCOPE.storeKey("key-1"));
        assertThat(new KeyScope("shop", "orders", "bob").storeKey(id))
                .isEqualTo(new KeyScope("shop", "orders", "bob").storeKey("key-1"))
                .isNotEqualTo(SCOPE.storeKey("key-1"));
    }

    @Test
    void itKnowsItsScope() {
        assertThat(id.isIn("orders")).isTrue();
        assertThat(id.isIn("refunds")).isFalse();
    }

    @Test
    void itsTextIsReadBackAndSaysNeitherKeyNorScope() {
        assertThat(OperationId.parse(id.toString())).contains(id);
        assertThat(id.toString()).hasSize(44).doesNotContain("key-1").doesNotContain("orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "0123456789012345678901234567890123456789012",
                "012345678901234567890123456789012345678901234",
                "0123456789012345678901234567890123456789012/",
                "0123456789012345678901234567890123456789012\u0661",
            })
    void whatIsNoIdIsNone(String text) {
        assertThat(OperationId.parse(text)).isEmpty();
    }
}
