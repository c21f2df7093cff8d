package io.github.idempotency.torture;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TortureITests {

    @Test
    void redis() throws Exception {
        try (TortureRun run = new TortureRun(
                new RedisTopology(), StoreTopology.PROCESSES, Path.of("target/torture/redis").toAbsolutePath(), 1, Defect.NONE)) {
            TortureResult result = run.torture(Duration.ofSeconds(20));
            for (var kind : HistoryEntry.Kind.values()) {
                System.out.println(kind + " " + result.count(kind));
            }
            System.out.println(result.faults());
            System.out.println(result.findings().limits());
            result.findings().violations().forEach(System.out::println);
            assertThat(result.findings().violations()).isEmpty();
        }
    }
}
