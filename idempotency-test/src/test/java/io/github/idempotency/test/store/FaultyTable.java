package io.github.idempotency.test.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.StoreKey;

/** The records of a {@link FaultyStore}, to be read and then written: whoever holds its monitor does both at once. */
final class FaultyTable {

    private static final StoreKey ONE = StoreKey.of("one");

    private final Fault fault;

    private final Clock clock;

    private final Map<StoreKey, IdempotencyRecord> records = new HashMap<>();

    /** Nobody writes before two have read: what makes a lost update certain instead of likely. */
    private final CountDownLatch twoHaveRead = new CountDownLatch(2);

    private final Thread testThread = Thread.currentThread();

    private long lastToken;

    private @Nullable Instant lastResultUntil;

    FaultyTable(Fault fault, Clock clock) {
        this.fault = fault;
        this.clock = clock;
    }

    synchronized @Nullable FaultyRow read(StoreKey key) {
        IdempotencyRecord found = records.get(slot(key));
        if (found == null) {
            return null;
        }
        boolean live = clock.instant().isBefore(found.expiresAt()) || fault == Fault.RECORD_NEVER_EXPIRES;
        return live ? withoutExpiredResult(FaultyRow.of(found)) : null;
    }

    private FaultyRow withoutExpiredResult(FaultyRow row) {
        boolean over = row.resultUntil != null && !clock.instant().isBefore(row.resultUntil);
        if (over && row.result != null && fault != Fault.RESULT_KEPT_AS_LONG_AS_ITS_RECORD) {
            row.result = row.result.withoutBytes();
            row.resultUntil = null;
        }
        return row;
    }

    synchronized boolean holds(byte[] bytes) {
        if (fault != Fault.RESULT_HIDDEN_INSTEAD_OF_ERASED) {
            records.replaceAll(
                    (key, found) -> withoutExpiredResult(FaultyRow.of(found)).record());
        }
        return records.values().stream()
                .map(IdempotencyRecord::result)
                .anyMatch(result -> result != null && Arrays.equals(result.bytes(), bytes));
    }

    synchronized void resultUntil(Instant until) {
        lastResultUntil = until;
    }

    synchronized @Nullable Instant lastResultUntil() {
        return lastResultUntil;
    }

    synchronized IdempotencyRecord write(StoreKey key, FaultyRow row) {
        IdempotencyRecord record = row.record();
        records.put(slot(key), record);
        return record;
    }

    /** In the order of their references. */
    synchronized List<StoreKey> keys() {
        return records.keySet().stream()
                .sorted(Comparator.comparing(StoreKey::reference))
                .toList();
    }

    synchronized void remove(StoreKey key) {
        records.remove(slot(key));
    }

    synchronized long nextToken() {
        return ++lastToken;
    }

    /** False on the test's own thread, which prepares and inspects and has nobody to race with. */
    boolean awaitAnotherReader() {
        if (Thread.currentThread() == testThread) {
            return false;
        }
        twoHaveRead.countDown();
        try {
            twoHaveRead.await();
            return true;
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private StoreKey slot(StoreKey key) {
        return fault == Fault.ONE_RECORD_FOR_ALL ? ONE : key;
    }
}
