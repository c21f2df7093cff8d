package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.UnreadableRecordException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Every value that stored format 1 ever had is read for ever. */
class RecordFormatTests {

    @Test
    void inProgress() {
        IdempotencyRecord record = Sample.named("in-progress").read();
        assertThat(record.state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(record.scope()).isEqualTo("orders");
        assertThat(record.token()).isEqualTo(Sample.TOKEN);
        assertThat(record.attempt()).isEqualTo(1);
        assertThat(record.effect()).isEqualTo(Effect.REPEATABLE);
        assertThat(record.fingerprint()).isEqualTo(Sample.FINGERPRINT);
        assertThat(record.startedAt()).isEqualTo(Sample.STARTED);
        assertThat(record.leaseUntil()).isEqualTo(Sample.STARTED.plusSeconds(30));
        assertThat(record.settledAt()).isNull();
        assertThat(record.result()).isNull();
        assertThat(record.replays()).isZero();
        assertThat(record.expiresAt()).isEqualTo(Sample.STARTED.plusSeconds(3600));
    }

    @Test
    void inProgressIrreversibleWithoutFingerprint() {
        IdempotencyRecord record = Sample.named("in-progress-irreversible").read();
        assertThat(record.scope()).isEqualTo("überweisungen");
        assertThat(record.attempt()).isEqualTo(2);
        assertThat(record.effect()).isEqualTo(Effect.IRREVERSIBLE);
        assertThat(record.fingerprint()).isEqualTo(Fingerprint.NONE);
    }

    @Test
    void completed() {
        IdempotencyRecord record = Sample.named("completed").read();
        assertThat(record.state()).isEqualTo(RecordState.COMPLETED);
        assertThat(record.scope()).isNull();
        assertThat(record.leaseUntil()).isNull();
        assertThat(record.settledAt()).isEqualTo(Sample.STARTED.plusMillis(1500));
        assertThat(record.result().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(record.result().bytes()).asString(StandardCharsets.UTF_8).isEqualTo("{\"id\":1}");
    }

    @Test
    void completedAfterMoreReplaysThanAnIntCounts() {
        IdempotencyRecord record = Sample.named("completed-after-replays").read();
        assertThat(record.replays()).isEqualTo(4_294_967_295L);
        assertThat(record.attempt()).isEqualTo(3);
        assertThat(record.effect()).isEqualTo(Effect.IRREVERSIBLE);
        assertThat(record.result().bytes()).containsExactly(0, 255, 10);
    }

    @Test
    void completedWithNoBytesIsNotTheSameAsNotRetained() {
        assertThat(Sample.named("completed-empty").read().result().bytes()).isEmpty();
        assertThat(Sample.named("completed-not-retained").read().result().retained())
                .isFalse();
    }

    /** What a release says that does not know of results apart; one that does asks for the result. */
    @Test
    void completedWithTheResultApartIsNotRetained() {
        Sample apart = Sample.named("completed-result-apart");
        assertThat(apart.read().result()).isEqualTo(Result.notRetained(Outcome.SUCCEEDED));
        assertThat(RecordFormat.isApart(apart.value())).isTrue();
    }

    /** Damage must not turn a result into another one. */
    @Test
    void theFlagOfAResultApartMeansNothingByItself() {
        Sample damaged = Sample.named("completed").with(3, 8);
        assertThat(damaged.read().result().bytes()).asString().isEqualTo("{\"id\":1}");
        assertThat(RecordFormat.isApart(Arrays.copyOf(damaged.value(), RecordFormat.HEADER_LENGTH)))
                .isFalse();
    }

    @Test
    void completedWithParticulars() {
        Result result = Sample.named("completed-particulars").read().result();
        assertThat(result.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("{\"id\":1}");
        assertThat(result.particulars()).hasSize(40).startsWith(1, 24, 0xb7).endsWith(2, 1, 25);
        Result apart = Sample.named("completed-particulars-result-apart").read().result();
        assertThat(apart.retained()).isFalse();
        assertThat(apart.particulars()).isEqualTo(result.particulars());
    }

    @Test
    void theFlagOfParticularsMeansNothingWithoutThem() {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> Sample.named("completed").with(3, 16).read());
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(
                        () -> Sample.named("completed-particulars").cutTo(60).read());
    }

    @Test
    void everyOutcome() {
        assertThat(Sample.named("completed-rejected").read().result().outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(Sample.named("completed-failed").read().result().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void unknown() {
        IdempotencyRecord record = Sample.named("unknown").read();
        assertThat(record.state()).isEqualTo(RecordState.UNKNOWN);
        assertThat(record.scope()).isEqualTo("transfers");
        assertThat(record.settledAt()).isEqualTo(Sample.STARTED.plusMillis(1500));
        assertThat(record.result()).isNull();
    }

    @Test
    void released() {
        IdempotencyRecord record = Sample.named("released").read();
        assertThat(record.state()).isEqualTo(RecordState.RELEASED);
        assertThat(record.token()).isEqualTo(Sample.TOKEN);
        assertThat(record.attempt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 47})
    void aTruncatedValueIsNoRecord(int length) {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> Sample.named("completed").cutTo(length).read())
                .withMessageContaining("stored format 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 255})
    void anotherFormatIsNoRecord(int version) {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> Sample.named("completed").with(0, version).read())
                .withMessageContaining("stored format 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 128, 255})
    void anUnknownStateIsNoRecord(int state) {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> Sample.named("completed").with(1, state).read());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 255})
    void anUnknownOutcomeIsNoResult(int outcome) {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> Sample.named("completed").with(2, outcome).read());
    }
}
