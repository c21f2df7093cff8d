package io.github.idempotency.store.jdbc;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.test.store.RunningClock;

import static io.github.idempotency.store.jdbc.Bookings.MOMENT;
import static io.github.idempotency.store.jdbc.Bookings.brief;
import static io.github.idempotency.store.jdbc.Bookings.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Joined transactions, and whom they meet, on databases where every claim waits for the lock of the row. */
abstract class JoinedDuplicatesCase {

    final JdbcPool pool;

    private final InstantSource clock;

    private final Bookings here;

    private final Bookings elsewhere;

    JoinedDuplicatesCase(JdbcPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.here = new Bookings(pool);
        this.elsewhere = new Bookings(pool);
    }

    /** Asks the server how many wait for a row. */
    abstract String waiting();

    @Test
    void effectAndAnswerAreSeenAtOnceOrNotAtAll() {
        IdempotentOperation operation = operation();

        CompletableFuture<IdempotencyProblem> duplicate = new CompletableFuture<>();
        here.call(operation, () -> {
            here.write(operation, "ada");
            assertThat(here.booked(operation)).isEmpty();
            duplicate.complete(elsewhere(() -> problem(operation)));
            return "ada";
        });
        IdempotentOperation failing = operation();
        catchThrowableOfType(
                IllegalStateException.class,
                () -> here.call(failing, () -> {
                    here.write(failing, "ada");
                    throw new IllegalStateException("declined");
                }));

        assertThat(duplicate.join()).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        assertThat(here.booked(operation)).containsExactly("ada");
        assertThat(elsewhere.book(operation, "bob")).isEqualTo("ada");
        assertThat(here.booked(failing)).isEmpty();
        assertThat(elsewhere.book(failing, "bob")).isEqualTo("bob");
    }

    @Test
    void aDuplicateThatMeetsTheCommitWaitsAndReplays() {
        IdempotentOperation operation = operation();
        CompletableFuture<CompletableFuture<String>> duplicate = new CompletableFuture<>();
        here.dataSource.next(connection -> {
            duplicate.complete(CompletableFuture.supplyAsync(() -> elsewhere.book(operation, "bob")));
            await().until(() -> waitingSessions() == 1);
            connection.commit();
        });

        here.book(operation, "ada");

        assertThat(duplicate.join().join()).isEqualTo("ada");
        assertThat(here.booked(operation)).containsExactly("ada");
    }

    /** Longer than a statement may take. Seen to fail, with 503, when the claim's time-out was all it was told. */
    @Test
    void aDuplicateThatMeetsACommitThatHangsIsToldInProgress() {
        IdempotentOperation operation = operation().with(Fingerprint.of("a request"));
        IdempotentOperation other = operation.with(Fingerprint.of("another request"));
        CompletableFuture<List<IdempotencyProblem>> duplicates = new CompletableFuture<>();
        here.dataSource.next(connection -> {
            duplicates.complete(elsewhere(() -> List.of(problem(operation), problem(other))));
            connection.commit();
        });

        here.book(operation, "ada");

        assertThat(duplicates.join()).containsExactly(IdempotencyProblem.IN_PROGRESS, IdempotencyProblem.KEY_REUSED);
        assertThat(here.booked(operation)).containsExactly("ada");
    }

    /** Where nobody is known to own the key, nobody can tell; but nothing runs. */
    @Test
    void aDuplicateThatMeetsAHungCommitWhoseLeaseIsOverIsRefused() {
        IdempotentOperation operation = brief(operation());
        CompletableFuture<IdempotencyProblem> duplicate = new CompletableFuture<>();
        here.dataSource.next(connection -> {
            RunningClock.await(clock, MOMENT);
            duplicate.complete(elsewhere(() -> problem(operation)));
            connection.commit();
        });

        here.book(operation, "ada");

        assertThat(duplicate.join()).isEqualTo(IdempotencyProblem.STORE_UNAVAILABLE);
        assertThat(here.booked(operation)).containsExactly("ada");
        assertThat(elsewhere.book(operation, "bob")).isEqualTo("ada");
    }

    @Test
    void aPausedOwnerThatWasTakenOverIsRolledBackAndGivesTheWinnersAnswer() {
        IdempotentOperation operation = brief(operation());

        String answer = here.call(operation, () -> {
            look();
            here.write(operation, "ada");
            RunningClock.await(clock, MOMENT);
            return elsewhere(() -> elsewhere.book(operation, "bob"));
        });

        assertThat(answer).isEqualTo("bob");
        assertThat(here.booked(operation)).containsExactly("bob");
    }

    @Test
    void aLeaseThatIsRenewedAfterTheActionHasLookedDoesNotFailTheCall() {
        IdempotentOperation operation = operation();

        String answer = here.call(operation, () -> {
            look();
            RenewableIdempotencyStore store = elsewhere.store;
            long token = elsewhere(() -> here.record(operation)).token();
            assertThat(elsewhere(() -> store.renew(operation.storeKey(), token, Duration.ofMinutes(1))))
                    .isTrue();
            return here.write(operation, "ada");
        });

        assertThat(answer).isEqualTo("ada");
        assertThat(here.record(operation).state()).isEqualTo(RecordState.COMPLETED);
    }

    /** Fixes what a transaction sees, where its isolation says so. */
    private void look() {
        JdbcClient.create(here.dataSource)
                .sql("SELECT count(*) FROM idempotency_record")
                .query()
                .singleValue();
    }

    private IdempotencyProblem problem(IdempotentOperation operation) {
        return catchThrowableOfType(IdempotencyException.class, () -> elsewhere.book(operation, "bob"))
                .problem();
    }

    private int waitingSessions() throws Exception {
        try (var beside = pool.connect();
                var statement = beside.createStatement();
                var rows = statement.executeQuery(waiting())) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static <T> T elsewhere(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call).join();
    }
}
