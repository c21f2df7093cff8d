package io.github.idempotency.test.store;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/** Each fault in adding up what nodes have counted is told by the guarantees that name it. */
class TotallingStoreContractTests {

    private static final Set<String> GUARANTEES = Stream.of(TotallingStoreContract.class.getMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .collect(Collectors.toSet());

    @Test
    void aStoreWithoutFaultPasses() {
        Events tests = run(CounterFault.NONE, List.of(selectClass(FaultyTotalsCase.class)));

        assertThat(tests.failed().stream()).isEmpty();
        assertThat(tests.succeeded().count()).isEqualTo(GUARANTEES.size());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFaultIsTold(CounterFault fault) {
        Events tests = run(
                fault,
                fault.guarantees().stream()
                        .map(guarantee -> selectMethod(FaultyTotalsCase.class, guarantee))
                        .toList());

        assertThat(tests.failed().stream()
                        .map(event -> event.getTestDescriptor().getDisplayName().replace("()", "")))
                .containsExactlyInAnyOrderElementsOf(fault.guarantees());
        // They fail by what they assert, and not because the faulty store fell over.
        assertThat(tests.failed().stream().map(TotallingStoreContractTests::failure))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(AssertionError.class));
    }

    @Test
    void everyGuaranteeIsBrokenBySomeFault() {
        assertThat(Stream.of(CounterFault.values()).flatMap(fault -> fault.guarantees().stream()))
                .containsAll(GUARANTEES);
    }

    private static Events run(CounterFault fault, List<? extends DiscoverySelector> guarantees) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(FaultyTotalsCase.FAULT, fault.name())
                .selectors(guarantees.toArray(DiscoverySelector[]::new))
                .execute()
                .testEvents();
    }

    private static Throwable failure(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }
}
