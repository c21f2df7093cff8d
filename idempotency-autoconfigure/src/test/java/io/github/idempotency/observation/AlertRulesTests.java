package io.github.idempotency.observation;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The alerts on made-up series, tried by Prometheus' own tool where it is installed. Without {@code offset}, with another
 * bound or without one, as has been tried, the rules' own tests fail.
 */
class AlertRulesTests {

    private Optional<File> promtool = Optional.empty();

    @BeforeEach
    void find() {
        promtool = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> new File(directory, "promtool"))
                .filter(File::canExecute)
                .findFirst();
        assumeThat(promtool).as("promtool on the PATH").isPresent();
    }

    private void succeeds(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(new ArrayList<>(List.of(arguments)));
        command.command().add(0, promtool.orElseThrow().getPath());
        Process process = command.directory(Path.of("..", "docs", "monitoring").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void theRulesAreRules() throws Exception {
        succeeds("check", "rules", "idempotency-alerts.yml");
    }

    @Test
    void theyFireWhenTheyShouldAndNotOtherwise() throws Exception {
        succeeds("test", "rules", "idempotency-alerts-tests.yml");
    }
}
