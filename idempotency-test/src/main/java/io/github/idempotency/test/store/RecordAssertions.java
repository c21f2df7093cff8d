package io.github.idempotency.test.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** How the contracts compare records: by content, and instants to what a remaining time to live can tell. */
final class RecordAssertions {

    /** A store may work an instant out of a remaining time to live, each rounded to the millisecond. */
    private static final Duration PRECISION = Duration.ofMillis(5);

    private RecordAssertions() {}

    static void assertSameRecord(@Nullable IdempotencyRecord actual, IdempotencyRecord expected) {
        assertThat(actual)
                .usingRecursiveComparison()
                .withEqualsForType(RecordAssertions::close, Instant.class)
                .isEqualTo(expected);
    }

    static void assertAnswer(@Nullable IdempotencyRecord completed, String answer) {
        assertThat(present(completed).state()).isEqualTo(RecordState.COMPLETED);
        assertResult(present(completed), Caller.answer(answer));
    }

    static void assertResult(IdempotencyRecord completed, Result expected) {
        Result result = present(completed.result());
        assertThat(result.outcome()).isEqualTo(expected.outcome());
        assertThat(result.bytes()).isEqualTo(expected.bytes());
    }

    static void assertInstant(@Nullable Instant actual, Instant expected) {
        assertThat(present(actual)).matches(instant -> close(instant, expected), "close to " + expected);
    }

    static String text(IdempotencyRecord completed) {
        return new String(present(present(completed.result()).bytes()), StandardCharsets.UTF_8);
    }

    /** The value, which is expected to be there. */
    static <T> T present(@Nullable T value) {
        assertThat(value).isNotNull();
        return Objects.requireNonNull(value);
    }

    private static boolean close(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(PRECISION) <= 0;
    }
}
