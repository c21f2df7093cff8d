package io.github.idempotency.test.store;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/** Each fault in joining transactions is told by the guarantees that name it, and by no other. */
class TransactionalStoreContractTests {

    private static final Set<String> GUARANTEES = Stream.of(TransactionalStoreContract.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .collect(Collectors.toSet());

    @ParameterizedTest
    @EnumSource
    void aFaultIsTold(TransactionFault fault) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .configurationParameter(FaultyTransactionsCase.FAULT, fault.name())
                .selectors(selectClass(FaultyTransactionsCase.class))
                .execute()
                .testEvents();

        assertThat(tests.started().count()).isEqualTo(GUARANTEES.size());
        assertThat(tests.failed().stream()
                        .map(event -> event.getTestDescriptor().getDisplayName().replace("()", "")))
                .containsExactlyInAnyOrderElementsOf(fault.guarantees());
    }

    @Test
    void everyGuaranteeIsBrokenBySomeFault() {
        assertThat(Stream.of(TransactionFault.values()).flatMap(fault -> fault.guarantees().stream()))
                .containsAll(GUARANTEES);
    }
}
