package io.github.idempotency.store.jdbc;

import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.store.jdbc.BookingProcess.Stop;
import io.github.idempotency.test.postgres.EmbeddedPostgres;
import io.github.idempotency.test.store.RunningClock;

import static io.github.idempotency.store.jdbc.Bookings.MOMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A second JVM is killed, as by {@code kill -9}, around the end of a joined call; a retry then finds its effect and its
 * answer, or neither. Broken on purpose to see these fail: the completion on a connection of its own, which leaves an
 * answer without its effect.
 */
class JoinedCrashITests {

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 4);

    private final String key = UUID.randomUUID().toString();

    private Bookings here;

    @BeforeEach
    void makeTables() {
        here = new Bookings(pool.dataSource());
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_COMPLETION", "BEFORE_COMMIT"})
    void aCrashBeforeTheCommitLeavesNothingAndTheRetryRuns(Stop stop) {
        IdempotentOperation operation = killedAt(stop, Effect.REPEATABLE);

        assertThat(here.booked(operation)).isEmpty();
        assertThat(here.book(operation, "bob")).isEqualTo("bob");
        assertThat(here.booked(operation)).containsExactly("bob");
    }

    /** What it did beside the database nobody knows. */
    @Test
    void aCrashOfIrreversibleWorkLeavesItsOutcomeUnknown() {
        IdempotentOperation operation = killedAt(Stop.BEFORE_COMMIT, Effect.IRREVERSIBLE);

        assertThat(catchThrowableOfType(IdempotencyException.class, () -> here.book(operation, "bob"))
                        .problem())
                .isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        assertThat(here.booked(operation)).isEmpty();
    }

    @Test
    void aCrashAfterTheCommitLosesNothing() {
        IdempotentOperation operation = killedAt(Stop.AFTER_COMMIT, Effect.IRREVERSIBLE);

        assertThat(here.book(operation, "bob")).isEqualTo("ada");
        assertThat(here.booked(operation)).containsExactly("ada");
    }

    private IdempotentOperation killedAt(Stop stop, Effect effect) {
        IdempotentOperation operation = BookingProcess.operation(key, effect);
        BookingProcess.killedAt(stop, postgres.jdbcUrl(), operation);
        RunningClock.await(postgres.clock(), MOMENT);
        return operation;
    }
}
