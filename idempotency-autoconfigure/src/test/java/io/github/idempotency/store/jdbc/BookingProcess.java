package io.github.idempotency.store.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.github.idempotency.Effect;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;

/** A JVM of its own that books under a key, stops somewhere on the way, and is killed there. */
final class BookingProcess {

    enum Stop {
        BEFORE_COMPLETION,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private static final String THERE = "there";

    private BookingProcess() {}

    /** Returns when the process has been killed at the given place. */
    static void killedAt(Stop stop, String jdbcUrl, IdempotentOperation operation) {
        try {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BookingProcess.class.getName(),
                            stop.name(),
                            jdbcUrl,
                            operation.key(),
                            operation.policy().effect().name())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader output = process.inputReader()) {
                if (output.lines().noneMatch(THERE::equals)) {
                    throw new IllegalStateException("The process has ended before it was there");
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    static IdempotentOperation operation(String key, Effect effect) {
        IdempotentOperation operation = IdempotentOperation.of(new KeyScope("test", "bookings", ""), key);
        return Bookings.brief(
                operation.with(operation.policy().withTransactional(true).withEffect(effect)));
    }

    public static void main(String[] args) {
        Stop stop = Stop.valueOf(args[0]);
        IdempotentOperation operation = operation(args[2], Effect.valueOf(args[3]));
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[1]);
        Bookings bookings = new Bookings(new HikariDataSource(config));
        bookings.dataSource.next(connection -> {
            if (stop == Stop.AFTER_COMMIT) {
                connection.commit();
            }
            stop();
        });
        bookings.call(operation, () -> {
            bookings.write(operation, "ada");
            if (stop == Stop.BEFORE_COMPLETION) {
                stop();
            }
            return "ada";
        });
    }

    private static void stop() {
        System.out.println(THERE);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
