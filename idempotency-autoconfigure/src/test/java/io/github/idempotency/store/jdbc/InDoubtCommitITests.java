package io.github.idempotency.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.transaction.TransactionException;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.test.postgres.EmbeddedPostgres;
import io.github.idempotency.test.store.RunningClock;

import static io.github.idempotency.store.jdbc.Bookings.MOMENT;
import static io.github.idempotency.store.jdbc.Bookings.brief;
import static io.github.idempotency.store.jdbc.Bookings.irreversible;
import static io.github.idempotency.store.jdbc.Bookings.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Commits that are slow, or of which the application hears nothing good. Broken on purpose to see these fail: a commit
 * that throws taken for a rollback; a visit that renews while the claim is being ended; the completion on a connection of
 * its own.
 */
class InDoubtCommitITests {

    @Order(1)
    @RegisterExtension
    static final EmbeddedPostgres postgres = EmbeddedPostgres.shared();

    @Order(2)
    @RegisterExtension
    static final PostgresPool pool = new PostgresPool(postgres, 6);

    private final KeeperByHand visits = new KeeperByHand();

    private final Bookings here = new Bookings(pool.dataSource(), new LeaseKeeper(visits));

    private final Bookings elsewhere = new Bookings(pool.dataSource());

    @Test
    void aCommitThatHappenedAndFailedIsAnswered() {
        IdempotentOperation operation = irreversible();
        here.dataSource.next(connection -> {
            connection.commit();
            throw new SQLException("connection reset");
        });

        assertThat(here.book(operation, "ada")).isEqualTo("ada");

        assertThat(here.booked(operation)).containsExactly("ada");
        assertThat(here.events).containsExactly(Type.STARTED, Type.COMPLETED);
        assertThat(elsewhere.book(operation, "bob")).isEqualTo("ada");
    }

    @Test
    void aCommitThatDidNotHappenFailsTheCallAndFreesTheKey() {
        IdempotentOperation operation = irreversible();
        here.dataSource.next(connection -> {
            connection.rollback();
            throw new SQLException("connection reset");
        });

        assertThatThrownBy(() -> here.book(operation, "ada")).isInstanceOf(TransactionException.class);

        assertThat(here.booked(operation)).isEmpty();
        assertThat(here.events).containsExactly(Type.STARTED, Type.RELEASED);
        assertThat(elsewhere.book(operation, "bob")).isEqualTo("bob");
    }

    /** The server still works on it when the application has given up: freeing the key waits until that is over. */
    @Test
    void aCommitThatIsStillOnItsWayIsWaitedForAndAnswered() {
        IdempotentOperation operation = irreversible();
        here.dataSource.next(connection -> {
            CompletableFuture.runAsync(() -> {
                elsewhere.awaitWaiting(1);
                try (connection) {
                    connection.commit();
                } catch (SQLException ex) {
                    throw new IllegalStateException(ex);
                }
            });
            throw new WatchedCommits.TakenAway();
        });

        assertThat(here.book(operation, "ada")).isEqualTo("ada");

        assertThat(here.booked(operation)).containsExactly("ada");
        assertThat(elsewhere.book(operation, "bob")).isEqualTo("ada");
    }

    /** Neither "failed" nor "done" is true: the caller may come back, and finds out. */
    @Test
    void aCommitThatNobodyCanTellAboutIsRefusedAndFoundByARetry() {
        IdempotentOperation operation = operation();
        CompletableFuture<Void> network = new CompletableFuture<>();
        CompletableFuture<Void> committed = new CompletableFuture<>();
        here.dataSource.next(connection -> {
            network.thenRunAsync(() -> {
                try (connection) {
                    connection.commit();
                    committed.complete(null);
                } catch (SQLException ex) {
                    committed.completeExceptionally(ex);
                }
            });
            throw new WatchedCommits.TakenAway();
        });

        // Freeing the key gives up waiting when the statement's time is over.
        assertThat(catchThrowableOfType(IdempotencyException.class, () -> here.book(operation, "ada"))
                        .problem())
                .isEqualTo(IdempotencyProblem.IN_PROGRESS);
        network.complete(null);
        committed.join();

        assertThat(here.events).containsExactly(Type.STARTED, Type.STORE_ERROR);
        assertThat(elsewhere.book(operation, "bob")).isEqualTo("ada");
        assertThat(here.booked(operation)).containsExactly("ada");
    }

    @Test
    void aTakeOverThatMeetsTheCommitWaitsAndReplays() {
        IdempotentOperation operation = brief(operation());
        CompletableFuture<?>[] retry = new CompletableFuture<?>[1];
        here.dataSource.next(connection -> {
            RunningClock.await(postgres.clock(), MOMENT);
            retry[0] = CompletableFuture.supplyAsync(() -> elsewhere.book(operation, "bob"));
            elsewhere.awaitWaiting(1);
            connection.commit();
        });

        assertThat(here.book(operation, "ada")).isEqualTo("ada");

        assertThat(retry[0].join()).isEqualTo("ada");
        assertThat(here.booked(operation)).containsExactly("ada");
    }

    @Test
    void aTakeOverThatMeetsARollbackRuns() {
        IdempotentOperation operation = brief(operation());
        CompletableFuture<?>[] retry = new CompletableFuture<?>[1];
        here.dataSource.next(connection -> {
            RunningClock.await(postgres.clock(), MOMENT);
            retry[0] = CompletableFuture.supplyAsync(() -> elsewhere.book(operation, "bob"));
            elsewhere.awaitWaiting(1);
            connection.rollback();
            retry[0].join();
            throw new SQLException("connection reset");
        });

        assertThat(here.book(operation, "ada")).isEqualTo("bob");

        assertThat(here.booked(operation)).containsExactly("bob");
    }

    /** A keeper that waited for a commit would be late for every other claim of the process. */
    @Test
    void aVisitBetweenCompletionAndCommitDoesNotWait() {
        IdempotentOperation operation = operation();
        here.dataSource.next(connection -> {
            visits.visit();
            connection.commit();
        });

        assertThat(here.book(operation, "ada")).isEqualTo("ada");

        assertThat(here.events).containsExactly(Type.STARTED, Type.COMPLETED);
    }

    /** A visit that had begun before the claim was ended. */
    @Test
    void aRenewalThatMeetsTheCommitWaitsAndIsTooLate() {
        IdempotentOperation operation = operation();
        CompletableFuture<?>[] renewal = new CompletableFuture<?>[1];
        here.dataSource.next(connection -> {
            long token = elsewhere.record(operation).token();
            renewal[0] = CompletableFuture.supplyAsync(
                    () -> elsewhere.store.renew(operation.storeKey(), token, Duration.ofMinutes(1)));
            elsewhere.awaitWaiting(1);
            connection.commit();
        });

        assertThat(here.book(operation, "ada")).isEqualTo("ada");

        assertThat(renewal[0].join()).isEqualTo(false);
        assertThat(here.record(operation).state()).isEqualTo(RecordState.COMPLETED);
    }

    /** Visits when it is told to. */
    private static final class KeeperByHand extends ScheduledThreadPoolExecutor {

        private Runnable visit = () -> {};

        KeeperByHand() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(
                Runnable command, long initialDelay, long delay, TimeUnit unit) {
            visit = command;
            return super.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.DAYS);
        }

        void visit() {
            visit.run();
        }
    }
}
