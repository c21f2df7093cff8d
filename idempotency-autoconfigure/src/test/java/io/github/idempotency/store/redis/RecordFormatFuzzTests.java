package io.github.idempotency.store.redis;

import java.time.Instant;
import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.UnreadableRecordException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands where a record should be: a record, or word that it cannot be read. A completed record that is written
 * anew is the same bytes, but for flags that nobody has given a meaning and bytes of an answer that was not retained.
 *
 * <p>Broken on purpose, by a reader that does not look at the outcome: a seed fails.
 */
class RecordFormatFuzzTests {

    private static final Instant EXPIRES = Instant.parse("2026-01-02T00:00:00Z");

    private static final int IRREVERSIBLE_AND_NOT_RETAINED = 3;

    @FuzzTest
    @Timeout(10)
    void isARecordOrUnreadable(byte[] value) {
        IdempotencyRecord record = decode(value);
        if (record == null) {
            return;
        }
        Result result = record.result();
        assertThat(record.leaseUntil() == null).isNotEqualTo(record.settledAt() == null);
        assertThat(result == null).isNotEqualTo(record.scope() == null);
        if (result != null) {
            byte[] expected = Arrays.copyOf(value, result.retained() ? value.length : RecordFormat.HEADER_LENGTH);
            expected[3] &= IRREVERSIBLE_AND_NOT_RETAINED;
            assertThat(RecordFormat.encode(record)).isEqualTo(expected);
        }
    }

    private static @Nullable IdempotencyRecord decode(byte[] value) {
        byte[] header = Arrays.copyOf(value, Math.min(value.length, RecordFormat.HEADER_LENGTH));
        try {
            return RecordFormat.decode(header, Arrays.copyOfRange(value, header.length, value.length), EXPIRES);
        } catch (UnreadableRecordException ex) {
            return null;
        }
    }
}
