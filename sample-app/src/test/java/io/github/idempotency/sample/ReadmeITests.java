package io.github.idempotency.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.idempotency.sample.docs.Walkthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The walk-through of the README, line by line, in a real shell with a real curl against the packaged sample. What
 * differs from run to run is compared by where it is repeated: the id of a retry is the id of the first call, whatever
 * it is. Only the model is slower than in the README, so that two calls at once are two at once on a busy machine too.
 */
class ReadmeITests {

    @TempDir
    Path directory;

    @BeforeAll
    static void findTools() {
        assumeTrue(onPath("bash") && onPath("curl"), "The README talks to a shell with curl");
    }

    @Test
    void theSampleAnswersAsPrinted() throws Exception {
        List<String> printed = new ArrayList<>();
        List<String> answered = new ArrayList<>();
        try (ShopProcess shop = ShopProcess.start(directory, "--sample.model.delay=2s")) {
            for (Walkthrough.Step step : Walkthrough.ofReadme().steps()) {
                printed.add(step.printed());
                answered.add(run(step.script()
                        .replace("localhost:8080", "localhost:" + shop.client().port())));
            }
        }
        assertThat(printed).hasSizeGreaterThanOrEqualTo(7);
        assertThat(Walkthrough.normalized(answered)).isEqualTo(Walkthrough.normalized(printed));
    }

    private String run(String script) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "answer", ".txt");
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).as(script).isTrue();
        return Files.readString(output)
                .replace("\r", "")
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(part -> Files.isExecutable(Path.of(part, program)));
    }
}
