package io.github.idempotency.execution;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.github.idempotency.store.StoreKey;

/**
 * Looks after every claim of this process in one store, on one shared daemon thread: each is visited at a third of its
 * lease, so that two visits may fail before the lease ends. Results that the store could not be told are brought sooner.
 * Thread-safe.
 */
public final class LeaseKeeper implements AutoCloseable {

    private final Set<Execution> inFlight = ConcurrentHashMap.newKeySet();

    private final DueResults due;

    private final DrainBounds bounds;

    private final LateCharges charges = new LateCharges(LateCharges.MOST);

    private final Lock lock = new ReentrantLock();

    private final Condition oneEnded = lock.newCondition();

    private final ScheduledExecutorService scheduler;

    /** Keepers of claims in other stores. */
    private final List<LeaseKeeper> beside = new CopyOnWriteArrayList<>();

    /** Whether somebody waits for executions to end; nobody pays for telling otherwise. */
    private volatile boolean draining;

    public LeaseKeeper() {
        this(daemon());
    }

    /** A keeper on the caller's scheduler; {@link #close()} shuts it down. */
    public LeaseKeeper(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
        this.due = new DueResults(scheduler);
        this.bounds = new DrainBounds(scheduler);
    }

    private static ScheduledExecutorService daemon() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, action -> {
            Thread thread = new Thread(action, "idempotency-lease-keeper");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /**
     * A keeper with a thread of its own, for claims in another store: visits to a store that hangs would use up the
     * leases of this one. It is drained and closed with this keeper.
     */
    LeaseKeeper beside() {
        LeaseKeeper keeper = new LeaseKeeper();
        beside.add(keeper);
        return keeper;
    }

    /**
     * Visits until the returned handle is run. A keeper that has been closed visits nothing: the claim then ends with
     * its first lease.
     */
    Runnable keep(Execution execution) {
        long period = Math.max(1, execution.policy().lease().toMillis() / 3);
        inFlight.add(execution);
        try {
            ScheduledFuture<?> visits =
                    scheduler.scheduleWithFixedDelay(execution::visit, period, period, TimeUnit.MILLISECONDS);
            return () -> {
                visits.cancel(false);
                ended(execution);
            };
        } catch (RejectedExecutionException ex) {
            return () -> ended(execution);
        }
    }

    /** Once its caller has gone, an execution of which the time is over has lost its claim, and is given up by that. */
    void bound(Execution execution, Runnable onTimeout) {
        bounds.bound(execution, onTimeout);
        if (!inFlight.contains(execution)) {
            bounds.ended(execution);
        }
    }

    private void ended(Execution execution) {
        inFlight.remove(execution);
        bounds.ended(execution);
        due.remove(execution);
        if (draining) {
            lock.lock();
            try {
                oneEnded.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    void remember(Execution execution) {
        due.add(execution);
    }

    /**
     * Brings a result of this process that the store has not taken yet, before anybody claims its key again. Once an
     * outage has outlasted the lease, this is all that keeps a duplicate from running; of another process, nothing does.
     *
     * @return whether the store still has not taken it
     */
    boolean stillDue(StoreKey key) {
        return due.remains(key);
    }

    /** How many executions of this process have not ended, results that the store has not taken yet included. */
    public int inFlight() {
        return inFlight.size() + beside.stream().mapToInt(LeaseKeeper::inFlight).sum();
    }

    /** How many keys were not charged after their answers were stored: their costs are in the log. */
    public long uncharged() {
        return charges.missing()
                + beside.stream().mapToLong(LeaseKeeper::uncharged).sum();
    }

    LateCharges charges() {
        return charges;
    }

    /** These executions, in no order, as of about now. */
    public Stream<RunningExecution> running() {
        return Stream.concat(
                inFlight.stream().map(RunningExecution::of), beside.stream().flatMap(LeaseKeeper::running));
    }

    /** How long the oldest of them has been in flight; zero if there is none. */
    public Duration oldestInFlight() {
        Duration oldest = Duration.ZERO;
        for (Execution execution : inFlight) {
            oldest = longer(oldest, execution.context().age());
        }
        for (LeaseKeeper other : beside) {
            oldest = longer(oldest, other.oldestInFlight());
        }
        return oldest;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /**
     * Waits for the executions in flight, for an orderly stop of the process. What has not ended by then is given up:
     * repeatable work is released, so that another process may run it at once; irreversible work is left to its lease.
     * Then for the ledger of costs, if it is still told of them: while it is, a second of that time is its own, of a short
     * one half of it. It has a twentieth more for what is charged at the end.
     *
     * @return how many were given up
     */
    public int drain(Duration atMost) {
        // All at once: none may use up the time of the others by giving up claims in a store that hangs.
        List<CompletableFuture<Integer>> others = beside.stream()
                .map(other -> CompletableFuture.supplyAsync(() -> other.drain(atMost), LeaseKeeper::inOwnThread))
                .toList();
        Patience patience = new Patience(atMost.toNanos());
        long begun = System.nanoTime();
        awaitEnds(patience);
        int left = inFlight.size();
        inFlight.forEach(Execution::giveUp);
        charges.drain(patience.leftForCharges(System.nanoTime() - begun));
        return left + others.stream().mapToInt(CompletableFuture::join).sum();
    }

    private static void inOwnThread(Runnable drain) {
        Thread thread = new Thread(drain, "idempotency-drain");
        thread.setDaemon(true);
        thread.start();
    }

    private void awaitEnds(Patience patience) {
        draining = true;
        lock.lock();
        try {
            long left = patience.nanos();
            long kept = kept(patience);
            while (!inFlight.isEmpty() && left > kept) {
                left = kept + oneEnded.awaitNanos(left - kept);
                kept = kept(patience);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
            draining = false;
        }
    }

    private long kept(Patience patience) {
        return charges.areWaiting() ? patience.keptForCharges() : 0;
    }

    /** Visits nothing more. Charges that have not been drained have a second in all. */
    @Override
    public void close() {
        close(System.nanoTime() + Patience.FOR_CHARGES_NANOS);
    }

    private void close(long end) {
        scheduler.shutdownNow();
        charges.drain(Math.max(0, end - System.nanoTime()));
        beside.forEach(other -> other.close(end));
    }
}
