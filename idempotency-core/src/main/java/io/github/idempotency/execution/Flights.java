package io.github.idempotency.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.store.AwaitableIdempotencyStore;
import io.github.idempotency.store.AwaitableIdempotencyStore.Subscriber;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreKey;

/**
 * Claims for callers who wait while a key is in progress.
 *
 * <ol>
 *   <li>The process is subscribed before it sends any such claim, and a flight is registered before its claim is sent:
 *       then either the reply is the record, or the message comes later. Nothing has to be asked twice.
 *   <li>Of the callers with one key in this process one leads and asks the store; the others follow it.
 *   <li>The leader is woken by the store. Because a message may be lost, it asks again every two seconds and when the
 *       lease ends; a store that tells nothing is asked ten times a second.
 * </ol>
 */
final class Flights {

    private static final Logger log = LoggerFactory.getLogger(Flights.class);

    private static final Duration SAFETY_POLL = Duration.ofSeconds(2);

    private static final Duration LONGEST = Duration.ofDays(1);

    private static final Duration PLAIN_POLL = Duration.ofMillis(100);

    private final Map<StoreKey, Flight> flights = new ConcurrentHashMap<>();

    private final IdempotencyStore store;

    private final Semaphore seats;

    private final Subscriber subscriber = this::ended;

    private final SharedAttempt subscription = new SharedAttempt(this::subscribe);

    Flights(IdempotencyStore store, Semaphore seats) {
        this.store = store;
        this.seats = seats;
    }

    /** The claim, or what stands in its way after the policy's wait timeout. */
    Claim claim(IdempotentOperation operation, Runnable onWait) {
        subscription.succeed();
        Deadline deadline = new Deadline(operation.policy().waitTimeout(), onWait);
        ClaimRequest request = operation.claimRequest().awaiting();
        while (true) {
            Flight mine = new Flight(request.fingerprint());
            Flight other = flights.putIfAbsent(request.key(), mine);
            if (other == null) {
                return lead(mine, request, deadline);
            }
            if (!other.isFor(request.fingerprint())) {
                return store.claim(request);
            }
            Claim claim = follow(other, request, deadline);
            if (claim != null) {
                return claim;
            }
            if (deadline.isOver()) {
                return store.claim(request);
            }
        }
    }

    private Claim lead(Flight flight, ClaimRequest request, Deadline deadline) {
        Claim claim = null;
        int uncounted = 0;
        try {
            claim = store.claim(request);
            while (claim instanceof Claim.InProgress running && !deadline.isOver() && seats.tryAcquire()) {
                IdempotencyRecord told = awaitSignal(flight, deadline.waitAtMost(patience(running)));
                if (told != null && told.fingerprint().matches(request.fingerprint())) {
                    uncounted = 1;
                    claim = new Claim.Completed(told);
                } else {
                    uncounted = 0;
                    claim = store.claim(request);
                }
            }
            return claim;
        } finally {
            flights.remove(request.key(), flight);
            uncounted += flight.land(claim);
            if (claim instanceof Claim.Completed completed) {
                count(request.key(), completed.record(), uncounted);
            }
        }
    }

    private @Nullable IdempotencyRecord awaitSignal(Flight flight, Duration atMost) {
        try {
            return flight.awaitSignal(atMost);
        } catch (InterruptedException ex) {
            throw interrupted();
        } finally {
            seats.release();
        }
    }

    /** What the leader has learned, if it holds for its followers too; null if this caller has to look for itself. */
    private @Nullable Claim follow(Flight flight, ClaimRequest request, Deadline deadline) {
        if (!seats.tryAcquire()) {
            return store.claim(request);
        }
        try {
            Claim claim = flight.join() ? flight.awaitLanding(deadline.waitAtMost(LONGEST)) : null;
            return claim instanceof Claim.Completed || claim instanceof Claim.Unknown ? claim : null;
        } catch (InterruptedException ex) {
            throw interrupted();
        } finally {
            seats.release();
        }
    }

    private static IdempotencyException interrupted() {
        Thread.currentThread().interrupt();
        return Refusals.inProgress(Refusals.SOON);
    }

    private Duration patience(Claim.InProgress running) {
        Duration poll = store instanceof AwaitableIdempotencyStore ? SAFETY_POLL : PLAIN_POLL;
        Instant leaseUntil = running.record().leaseUntil();
        Duration lease = leaseUntil == null ? poll : Duration.between(running.observedAt(), leaseUntil);
        return lease.compareTo(poll) < 0 ? lease.plusMillis(1) : poll;
    }

    private void subscribe() {
        if (store instanceof AwaitableIdempotencyStore awaitable) {
            awaitable.subscribe(subscriber);
        }
    }

    private void ended(StoreKey key, @Nullable IdempotencyRecord completed) {
        Flight flight = flights.get(key);
        if (flight != null) {
            flight.signal(completed);
        }
    }

    private void count(StoreKey key, IdempotencyRecord record, int replays) {
        if (replays > 0 && store instanceof AwaitableIdempotencyStore awaitable) {
            try {
                awaitable.countReplays(key, record.token(), replays);
            } catch (RuntimeException ex) {
                log.debug("{} replays of {} were given but not counted", replays, key, ex);
            }
        }
    }
}
