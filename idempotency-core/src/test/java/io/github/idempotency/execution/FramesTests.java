package io.github.idempotency.execution;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;

import static org.assertj.core.api.Assertions.assertThat;

/** An answer that is given bit by bit: recorded, followed while it is given, and read again. */
class FramesTests {

    private final Engine engine = new Engine();

    private final IdempotentOperation operation = Engine.operation().with(IdempotencyPolicy.DEFAULT.attaching());

    private final Execution first = engine.begin(operation);

    private final FrameRecorder recorder = engine.executor.recorder(first).orElseThrow();

    @Test
    void whoComesLaterIsGivenTheFramesAndThenTheAnswer() {
        append("a", "b");
        complete();

        Reader reader = new Reader(replay().frames(), 0);

        reader.awaitFrames("a", "b");
        assertThat(reader.awaitAnswer()).isEqualTo("2 frames");
    }

    @Test
    void whoComesMeanwhileIsGivenWhatThereIsAndThenWhatComes() {
        append("a", "b");
        Reader reader = attach(0);
        reader.awaitFrames("a", "b");

        append("c");
        reader.awaitFrames("a", "b", "c");
        assertThat(reader.cursor.isOver()).isFalse();

        complete();
        assertThat(reader.awaitAnswer()).isEqualTo("3 frames");
        assertThat(engine.types()).contains(Type.ATTACHED);
    }

    @Test
    void aReaderBeginsWhereItWantsTo() {
        append("a", "b", "c");
        complete();

        Reader reader = new Reader(replay().frames(), 2);

        reader.awaitFrames("c");
        reader.awaitAnswer();
    }

    @Test
    void manyReadersOfOneAnswerShareOneLookAtTheStore() {
        List<Reader> readers = new ArrayList<>();
        readers.add(attach(0));
        append("a");
        readers.get(0).awaitFrames("a");
        long looks = looks();

        for (int i = 0; i < 49; i++) {
            readers.add(attach(0));
        }
        append("b");

        readers.forEach(reader -> reader.awaitFrames("a", "b"));
        // It looks every two seconds all the same, so there may be a few.
        assertThat(looks()).isLessThan(looks + 49);
    }

    private long looks() {
        return engine.store.asked.stream().filter("frames"::equals).count();
    }

    @Test
    void whatWasNotToldIsFoundWhenMoreIsTold() {
        Reader reader = attach(0);
        append("a");
        reader.awaitFrames("a");
        engine.store.deaf = true;
        append("b");
        Awaitility.await()
                .until(() -> engine.memory
                                .frames(operation.storeKey(), 0, 10)
                                .orElseThrow()
                                .frames()
                                .size()
                        == 2);
        engine.store.deaf = false;

        append("c");

        reader.awaitFrames("a", "b", "c");
    }

    @Test
    void anAnswerThatIsBrokenOffTellsItsReaders() {
        append("a");
        Reader reader = attach(0);
        reader.awaitFrames("a");

        recorder.fail();

        assertThat(reader.awaitRefusal()).isEqualTo(IdempotencyProblem.IN_PROGRESS);
        assertThat(engine.record(operation).state()).isEqualTo(RecordState.RELEASED);
    }

    @Test
    void aProducerThatIsGoneIsNoticedWhenItsLeaseEnds() {
        append("a");
        engine.clock.advance(Engine.LEASE);

        Reader reader = new Reader(recorder.frames(), 0);

        reader.awaitFrames("a");
        assertThat(reader.awaitRefusal()).isEqualTo(IdempotencyProblem.IN_PROGRESS);
    }

    @Test
    void moreThanIsKeptIsNotRetainedAndTheAnswerGoesOn() {
        Execution execution = engine.begin(Engine.operation("large").with(small()));
        FrameRecorder large = engine.executor.recorder(execution).orElseThrow();

        assertThat(large.append(new byte[10])).isTrue();
        assertThat(large.append(new byte[1])).isFalse();
        assertThat(large.complete(Outcome.SUCCEEDED, FramesTests::answer)).isEmpty();

        IdempotencyRecord record = engine.record(Engine.operation("large"));
        assertThat(record.result()).isNotNull();
        assertThat(record.result().retained()).isFalse();
    }

    private static IdempotencyPolicy small() {
        return IdempotencyPolicy.DEFAULT.attaching().withMaxResultSize(10);
    }

    @Test
    void framesThatTheStoreCouldNotTakeAreBroughtBeforeTheAnswerIsComplete() {
        engine.store.connection = OutageStore.Connection.NOTHING_ARRIVES;
        append("a", "b");
        complete();
        assertThat(first.hasEnded()).isFalse();

        engine.store.connection = OutageStore.Connection.UP;

        Awaitility.await().until(first::hasEnded);
        Reader reader = new Reader(replay().frames(), 0);
        reader.awaitFrames("a", "b");
        assertThat(reader.awaitAnswer()).isEqualTo("2 frames");
    }

    @Test
    void anAppendWhoseReplyWasLostIsNotMadeTwice() {
        engine.store.connection = OutageStore.Connection.REPLIES_ARE_LOST;
        append("a");
        Awaitility.await().until(() -> engine.types().contains(Type.STORE_ERROR));
        engine.store.connection = OutageStore.Connection.UP;
        append("b");
        complete();

        Awaitility.await().until(first::hasEnded);
        new Reader(replay().frames(), 0).awaitFrames("a", "b");
    }

    @Test
    void whoLostItsClaimRecordsNothingMore() {
        append("a");
        engine.clock.advance(Engine.LEASE);
        engine.claimElsewhere(operation);

        recorder.append(bytes("b"));

        Awaitility.await().until(() -> !recorder.append(bytes("c")));
    }

    @Test
    void nothingIsRunToResume() {
        assertThat(engine.problem(() -> engine.executor.resume(Engine.operation("never seen"))))
                .isEqualTo(IdempotencyProblem.NOTHING_TO_RESUME);
        assertThat(engine.call(Engine.operation("never seen"))).isEqualTo("run 1");
    }

    @Test
    void everyAttemptHasAReferenceOfItsOwn() {
        String reference = recorder.frames().reference();
        append("a");
        recorder.fail();

        FrameRecorder second = engine.executor.recorder(engine.begin(operation)).orElseThrow();

        assertThat(second.frames().reference()).isNotEqualTo(reference).hasSize(22);
    }

    private void append(String... frames) {
        for (String frame : frames) {
            assertThat(recorder.append(bytes(frame))).isTrue();
        }
    }

    private void complete() {
        assertThat(recorder.complete(Outcome.SUCCEEDED, FramesTests::answer)).isEmpty();
    }

    private static byte[] answer(int frames) {
        return bytes(frames + " frames");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Replay replay() {
        return (Replay) engine.executor.begin(operation);
    }

    private Reader attach(int from) {
        return new Reader(((Attachment) engine.executor.begin(operation)).frames(), from);
    }

    /** Takes what there is whenever it is told. */
    private static final class Reader {

        private final List<String> read = new ArrayList<>();

        private final FrameCursor cursor;

        Reader(RecordedFrames frames, int from) {
            this.cursor = frames.open(from, () -> {});
        }

        void awaitFrames(String... expected) {
            Awaitility.await().pollDelay(Duration.ZERO).untilAsserted(() -> {
                for (byte[] frame = cursor.poll(); frame != null; frame = cursor.poll()) {
                    read.add(new String(frame, StandardCharsets.UTF_8));
                }
                assertThat(read).containsExactly(expected);
            });
        }

        String awaitAnswer() {
            Awaitility.await().until(cursor::isOver);
            return cursor.answer().read(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }

        IdempotencyProblem awaitRefusal() {
            Awaitility.await().until(cursor::isOver);
            Optional<IdempotencyProblem> problem = Optional.empty();
            try {
                cursor.answer();
            } catch (IdempotencyException ex) {
                problem = Optional.of(ex.problem());
            }
            return problem.orElseThrow();
        }
    }
}
