package io.github.idempotency.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.convert.DurationStyle;

/**
 * Several processes of an application on real servers, clients that retry, and faults all the time; a checker then holds
 * the history of every key against what is promised. That it would notice is shown by {@code NegativeControlsITests} and
 * {@code HistoryCheckerTests}.
 *
 * <p>System properties: {@code torture.duration} is how long faults are injected, over all stores together ({@code 1m});
 * {@code torture.stores} names them ({@code redis,jdbc,redis+jdbc,sentinel}); {@code torture.seed} repeats the choices of
 * another run, though not its interleavings.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes are paused by signals")
class TortureITests {

    private static final Path DIRECTORY = Path.of("target/torture").toAbsolutePath();

    private final Duration duration = DurationStyle.detectAndParse(System.getProperty("torture.duration", "1m"));

    private final List<TortureStore> stores = Arrays.stream(
                    System.getProperty("torture.stores", "redis,jdbc,redis+jdbc,sentinel")
                            .split(","))
            .map(TortureStore::of)
            .toList();

    private final long seed = Long.getLong("torture.seed", new Random().nextInt(1_000_000));

    @Test
    void everyPromiseIsKept() throws Exception {
        System.out.println("torture.seed=" + seed);
        TortureReport report = new TortureReport(seed);
        SoftAssertions promises = new SoftAssertions();
        for (TortureStore store : stores) {
            Path directory = DIRECTORY.resolve(store.id());
            try (TortureRun run =
                    new TortureRun(store.start(), StoreTopology.PROCESSES, directory, seed, Defect.NONE)) {
                TortureResult result = run.torture(duration.dividedBy(stores.size()));
                report.add(store, result);
                promises.assertThat(TortureReport.violations(store, result))
                        .as("%s, torture.seed=%d", store.title(), seed)
                        .isEmpty();
                promises.assertThat(result.count(HistoryEntry.Kind.REPLAYED))
                        .as("replays of %s", store.title())
                        .isPositive();
                promises.assertThat(result.faultCount())
                        .as("faults of %s", store.title())
                        .isPositive();
            }
        }
        System.out.println(report);
        report.write(DIRECTORY);
        promises.assertAll();
    }
}
