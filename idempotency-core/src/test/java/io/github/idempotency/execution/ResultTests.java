package io.github.idempotency.execution;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.RecordState;

import static io.github.idempotency.execution.Engine.operation;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of the value between the action and the store, and back. */
class ResultTests {

    private final Engine engine = new Engine();

    @ParameterizedTest
    @MethodSource("unencodable")
    void anAnswerThatCannotBeEncodedIsGivenAndNotMadeAgain(Throwable failure) {
        ResultCodec<String> codec = codec(failure, null);
        String answer = engine.executor.execute(operation(), codec, () -> "run " + engine.runs.incrementAndGet());
        assertThat(answer).isEqualTo("run 1");
        assertThat(engine.record(operation()).state()).isEqualTo(RecordState.COMPLETED);
        assertThat(engine.scheduler.active()).isEmpty();
        assertThat(engine.problem(() -> engine.executor.execute(operation(), codec, () -> "again")))
                .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.NOT_RETAINED, Type.GONE);
    }

    /** A serializer that recurses, or lacks a class, fails with an error, and the effect has happened all the same. */
    static Throwable[] unencodable() {
        return new Throwable[] {
            new IllegalStateException("no serializer"), new StackOverflowError(), new NoClassDefFoundError("joda")
        };
    }

    @Test
    void aStoredAnswerThatCannotBeReadIsRefusedWithTheCause() {
        engine.call(operation());
        var unreadable = new IllegalStateException("another shape by now");
        IdempotencyException refusal =
                engine.refusal(() -> engine.executor.execute(operation(), codec(null, unreadable), () -> "again"));
        assertThat(refusal.problem()).isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        assertThat(refusal).hasCause(unreadable);
    }

    @Test
    void nullIsAnAnswer() {
        ResultCodec<String> codec = nullable();
        assertThat(engine.executor.<String, RuntimeException>execute(operation(), codec, this::nothing))
                .isNull();
        assertThat(engine.executor.<String, RuntimeException>execute(operation(), codec, this::nothing))
                .isNull();
        assertThat(engine.runs).hasValue(1);
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.REPLAYED);
    }

    @Test
    void noBytesAreAnAnswer() {
        engine.executor.execute(operation(), ResultCodec.UTF_8, () -> "");
        assertThat(engine.call(operation())).isEmpty();
        assertThat(engine.runs).hasValue(0);
    }

    @Test
    void nullWithACodecThatTakesNoneIsGivenButNotRetained() {
        assertThat(engine.executor.<String, RuntimeException>execute(operation(), ResultCodec.UTF_8, this::nothing))
                .isNull();
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.NOT_RETAINED);
    }

    @Test
    void anAnswerOfTheLargestSizeIsKeptAndALargerOneIsNot() {
        var policy = IdempotencyPolicy.DEFAULT.withMaxResultSize(4);
        engine.executor.execute(operation("fits").with(policy), ResultCodec.UTF_8, () -> "1234");
        String tooLarge = engine.executor.execute(operation("large").with(policy), ResultCodec.UTF_8, () -> "12345");
        assertThat(tooLarge).isEqualTo("12345");
        assertThat(engine.types()).containsExactly(Type.STARTED, Type.COMPLETED, Type.STARTED, Type.NOT_RETAINED);
        assertThat(engine.call(operation("fits"))).isEqualTo("1234");
        assertThat(engine.problem(() -> engine.call(operation("large"))))
                .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
    }

    private String nothing() {
        engine.runs.incrementAndGet();
        return null;
    }

    private static ResultCodec<String> nullable() {
        return new ResultCodec<>() {

            @Override
            public byte[] encode(String value) {
                return value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public String decode(byte[] bytes) {
                return bytes.length == 0 ? null : new String(bytes, StandardCharsets.UTF_8);
            }
        };
    }

    private static ResultCodec<String> codec(Throwable onEncode, Throwable onDecode) {
        return new ResultCodec<>() {

            @Override
            public byte[] encode(String value) {
                raise(onEncode);
                return ResultCodec.UTF_8.encode(value);
            }

            @Override
            public String decode(byte[] bytes) {
                raise(onDecode);
                return ResultCodec.UTF_8.decode(bytes);
            }
        };
    }

    private static void raise(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
