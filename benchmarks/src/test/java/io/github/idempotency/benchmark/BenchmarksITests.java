package io.github.idempotency.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Every benchmark runs to its end and is in the table. What it measured in so short a time is nobody's concern. */
class BenchmarksITests {

    @Test
    void theShortFormFillsItsTable(@TempDir Path results) throws Exception {
        Benchmarks.main(new String[] {"--short", "--results=" + results});
        assertThat(Files.readString(results.resolve("table.md")))
                .contains("| not guarded |", "| guarded |")
                .doesNotContain("NaN");
        assertThat(results).isDirectoryContaining("glob:**first-event*.png");
    }
}
