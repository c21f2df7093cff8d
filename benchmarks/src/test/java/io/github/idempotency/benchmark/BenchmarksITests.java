package io.github.idempotency.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every benchmark runs to its end and is in the table. What it measured in so short a time is nobody's concern; what it
 * counted is.
 *
 * <p>Broken on purpose, by a method without its annotation: keys are executed more than once.
 */
class BenchmarksITests {

    @Test
    void theShortFormFillsItsTable(@TempDir Path results) throws Exception {
        Benchmarks.main(new String[] {"--short", "--results=" + results});
        String table = Files.readString(results.resolve("table.md"));
        assertThat(table)
                .contains("| not guarded |", "| guarded |", "| Engine: replay |", "| heap of a call, bytes |")
                .doesNotContain("NaN");
        for (Guard guard : Guard.values()) {
            assertThat(table).contains("| " + guard.title + " |");
        }
        assertThat(table)
                .containsPattern("more than once.* this project, Redis \\| ≤ 0 \\| 0 \\| met")
                .containsPattern("more than once.* this project, PostgreSQL \\| ≤ 0 \\| 0 \\| met")
                .containsPattern("round trips, first \\| ≤ 2 \\| .* \\| met")
                .containsPattern("round trips, replay \\| ≤ 1 \\| .* \\| met");
        assertThat(results).isDirectoryContaining("glob:**first-event*.png");
    }
}
