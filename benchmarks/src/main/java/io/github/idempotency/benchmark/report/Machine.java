package io.github.idempotency.benchmark.report;

import java.time.LocalDate;

import org.springframework.boot.SpringBootVersion;

/** Where figures come from; without that they are none. */
final class Machine {

    private Machine() {}

    static String describe() {
        return """
                Median (least–greatest) of alternating rounds. Ratios are taken round by round. Client, server and Redis share the
                machine.

                | | |
                |---|---|
                | date | %s |
                | processors | %d |
                | system | %s %s |
                | JDK | %s |
                | Spring Boot | %s |
                """.formatted(
                        LocalDate.now(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version(),
                        SpringBootVersion.getVersion());
    }
}
