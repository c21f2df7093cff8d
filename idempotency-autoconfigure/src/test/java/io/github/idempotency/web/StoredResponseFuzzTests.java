package io.github.idempotency.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.Replay;
import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is stored as an answer: the answer that it is, byte for byte, or a refusal of ours before any of it is given.
 * What is read and written anew is the same bytes.
 *
 * <p>Broken on purpose, by a reader that does not compare the length of the body: a seed fails.
 */
class StoredResponseFuzzTests {

    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

    private static final HttpSettings SETTINGS = new HttpSettings(
            new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT),
            Set.of("Location", "X-A"),
            Set.of(),
            StoredStatus.DEFAULT,
            new BodyLimits(1024, 1024, false));

    private static final Problems PROBLEMS =
            new Problems(new ProblemDetails("urn:test:", null, new StaticMessageSource()));

    private static final Overflow NEVER = new Overflow() {

        @Override
        public boolean isDue(long size) {
            return false;
        }

        @Override
        public boolean isAnsweredLater() {
            return false;
        }

        @Override
        public boolean run() {
            return true;
        }
    };

    private final IdempotentOperation operation = IdempotentOperation.of(new KeyScope("test", "stored", ""), "key");

    private final CompletedStore store = new CompletedStore();

    private final IdempotentExecutor executor =
            new IdempotentExecutor(store, new LeaseKeeper(), IdempotencyListener.NO_OP);

    @FuzzTest
    @Timeout(10)
    void isAnAnswerOrRefused(byte[] stored) throws IOException {
        store.bytes = stored;
        AnyHeaders response = new AnyHeaders();
        Map<String, Object> described;
        try {
            Replay replay = (Replay) executor.begin(operation);
            described = AnswerDescription.of(replay, JsonMapper.shared());
            StoredResponse read = replay.read(StoredResponse::of);
            if (read.isStreamed()) {
                // Its body is elsewhere.
                assertThat(described).containsEntry("status", read.status());
                assertThat(read.frames()).isEqualTo(ByteBuffer.wrap(stored).getInt(stored.length - Integer.BYTES));
                return;
            }
            ReplayedAnswer.of(replay, SETTINGS, PROBLEMS).writeTo(new MockHttpServletRequest(), response);
        } catch (IdempotencyException ex) {
            assertThat(response.isCommitted()).isFalse();
            assertThat(response.headers).isEmpty();
            return;
        }
        assertThat(described).containsEntry("status", response.getStatus());
        assertThat(stored[0]).isEqualTo((byte) 1);
        assertThat(ByteBuffer.wrap(stored).getShort(1)).isEqualTo((short) response.getStatus());
        byte[] body = response.getContentAsByteArray();
        assertThat(ByteBuffer.wrap(stored).getInt(stored.length - body.length - Integer.BYTES))
                .isEqualTo(body.length);
        assertThat(Arrays.copyOfRange(stored, stored.length - body.length, stored.length))
                .isEqualTo(body);
        roundTrip(response.getStatus(), stored, body);
    }

    /** An answer of that status and body, with some of the bytes as a header's value. */
    private void roundTrip(int status, byte[] value, byte[] body) throws IOException {
        String header = new String(value, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "");
        RecordingResponse recording = new RecordingResponse(new MockHttpServletResponse());
        recording.arm(NEVER);
        recording.setStatus(status);
        recording.addHeader("X-A", header);
        recording.addHeader("X-A", "second");
        recording.addHeader("X-Not-Replayed", "third");
        recording.getOutputStream().write(body);
        store.bytes = StoredResponse.whole(
                status, recording.storedHeaders(SETTINGS), recording.recordedSize(), recording::copyRecorded);
        MockHttpServletResponse replayed = new MockHttpServletResponse();
        ReplayedAnswer.of((Replay) executor.begin(operation), SETTINGS, PROBLEMS)
                .writeTo(new MockHttpServletRequest(), replayed);
        assertThat(replayed.getStatus()).isEqualTo(status);
        assertThat(replayed.getHeaders("X-A")).containsExactly(header, "second");
        assertThat(replayed.containsHeader("X-Not-Replayed")).isFalse();
        assertThat(replayed.getContentAsByteArray()).isEqualTo(body);
    }

    /** Looks at no header. */
    private static final class AnyHeaders extends MockHttpServletResponse {

        private final List<String> headers = new ArrayList<>();

        @Override
        public void addHeader(String name, @Nullable String value) {
            headers.add(name);
        }
    }

    /** Has completed every key with the same bytes. */
    private static final class CompletedStore implements IdempotencyStore {

        private byte[] bytes = {};

        @Override
        public Claim claim(ClaimRequest request) {
            return new Claim.Completed(new IdempotencyRecord(
                    RecordState.COMPLETED,
                    null,
                    1,
                    1,
                    Effect.REPEATABLE,
                    Fingerprint.NONE,
                    STARTED,
                    null,
                    STARTED,
                    STARTED.plusSeconds(3600),
                    new Result(Outcome.SUCCEEDED, bytes),
                    null,
                    1));
        }

        @Override
        public Completion complete(StoreKey key, long token, Result result, Duration retention) {
            throw new IllegalStateException();
        }

        @Override
        public boolean release(StoreKey key, long token) {
            throw new IllegalStateException();
        }

        @Override
        public boolean markUnknown(StoreKey key, long token) {
            throw new IllegalStateException();
        }
    }
}
