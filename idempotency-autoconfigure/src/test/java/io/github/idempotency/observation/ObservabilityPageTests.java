package io.github.idempotency.observation;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code docs/observability.md} says what the code says. Where it does not, the failure shows the table to put there. */
class ObservabilityPageTests {

    static Stream<Arguments> tables() {
        return Map.<String, Supplier<String>>of(
                        "meters", GeneratedTables::meters,
                        "tags", GeneratedTables::tags,
                        "outcomes", GeneratedTables::outcomes,
                        "observation", GeneratedTables::observation)
                .entrySet()
                .stream()
                .map(table -> Arguments.of(table.getKey(), table.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void theTableIsTheOneThatIsMadeFromTheCode(String name, Supplier<String> made) throws IOException {
        assertThat(GeneratedTables.inDocs(name)).as("%n%s%n", made.get()).isEqualTo(made.get());
    }
}
