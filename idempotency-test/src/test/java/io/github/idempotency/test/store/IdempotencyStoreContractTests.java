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

/** A kit that passes everything proves nothing: each fault is told by the guarantees that name it. */
class IdempotencyStoreContractTests {

    @Test
    void aStoreWithoutFaultPasses() {
        Events tests = run(Fault.NONE, List.of(selectClass(FaultyStoreCase.class)));

        assertThat(tests.failed().stream()).isEmpty();
        assertThat(tests.succeeded().count()).isGreaterThan(70);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFaultyStoreFails(Fault fault) {
        Events tests = run(
                fault,
                fault.guarantees().stream()
                        .map(guarantee -> selectMethod(FaultyStoreCase.class, guarantee))
                        .toList());

        assertThat(tests.failed().stream().map(IdempotencyStoreContractTests::name))
                .containsExactlyInAnyOrderElementsOf(fault.guarantees());
        // They fail by what they assert, not because the faulty store fell over.
        assertThat(tests.failed().stream().map(IdempotencyStoreContractTests::failure))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(AssertionError.class));
    }

    @Test
    void everyGuaranteeOfAStoreIsBrokenBySomeFault() {
        Set<String> guarantees = Stream.of(FaultyStoreCase.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toSet());

        Stream.of(Fault.values()).map(Fault::guarantees).forEach(guarantees::removeAll);

        // These two are kept by the values a store is given, whatever the store does.
        assertThat(guarantees)
                .containsExactlyInAnyOrder("aKeyOfAnyOtherLengthIsRefused", "durationsOutOfBoundsAreRefused");
    }

    private static Events run(Fault fault, List<? extends DiscoverySelector> guarantees) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(FaultyStoreCase.FAULT, fault.name())
                .selectors(guarantees.toArray(DiscoverySelector[]::new))
                .execute()
                .testEvents();
    }

    private static String name(Event event) {
        return event.getTestDescriptor().getDisplayName().replace("()", "");
    }

    private static Throwable failure(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }
}
