package io.github.idempotency.test.web;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.test.RecordingIdempotencyListener;

import static io.github.idempotency.test.IdempotencyAssertions.assertThatExecutions;
import static org.assertj.core.api.Assertions.assertThat;

/** What is known of a request that was answered once and replayed once, and what else to find out about it. */
public final class IdempotentRequestAssert {

    /** What is replayed unless configured otherwise; more can be asked for with {@link #replayedHeader}. */
    private static final List<String> REPLAYED_HEADERS = List.of(
            "Content-Type",
            "Cache-Control",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Language",
            "Content-Location",
            "ETag",
            "Last-Modified",
            "Link",
            "Location");

    private final RequestSender sender;

    private final String key = UUID.randomUUID().toString();

    private final HttpAnswer replay;

    IdempotentRequestAssert(RequestSender sender) {
        this.sender = sender;
        HttpAnswer first = sender.send(key, null);
        assertThat(first.isReplay())
                .as("The first request has a new key and must be answered by the handler:\n%s", first)
                .isFalse();
        replay = sender.send(key, null);
        assertThat(replay.isReplay())
                .as(
                        "The second request with the same key must be answered with the stored answer. Is the handler"
                                + " guarded by @Idempotent, and is the first answer one that is kept?\n%s\n%s",
                        first, replay)
                .isTrue();
        assertThat(replay.status()).as("status of the replay").isEqualTo(first.status());
        for (String header : REPLAYED_HEADERS) {
            assertThat(replay.header(header)).as("%s of the replay", header).isEqualTo(first.header(header));
        }
        assertThat(replay.text()).as("body of the replay").isEqualTo(first.text());
        assertThat(replay.body()).as("bytes of the replay").isEqualTo(first.body());
    }

    /** Both requests got this status. */
    public IdempotentRequestAssert replayedAs(int status) {
        assertThat(replay.status()).as("status of the replay").isEqualTo(status);
        return this;
    }

    /** Both requests got this status and this body, read as UTF-8. */
    public IdempotentRequestAssert replayedAs(int status, String body) {
        replayedAs(status);
        assertThat(replay.text()).as("body of the replay").isEqualTo(body);
        return this;
    }

    /** The replay had this header, once, with this value. */
    public IdempotentRequestAssert replayedHeader(String name, String value) {
        assertThat(replay.header(name)).as("%s of the replay", name).containsExactly(value);
        return this;
    }

    /**
     * The work was begun once under every key, this request's included.
     *
     * @param listener a bean of the application; {@code @AutoConfigureIdempotency} declares one
     */
    public IdempotentRequestAssert executedOnce(RecordingIdempotencyListener listener) {
        assertThatExecutions(listener).ranOncePerKey();
        return this;
    }

    /**
     * Sends the key again with another body, which must be refused with 422, and then with its own, which must still be
     * replayed.
     *
     * @param body valid for the handler, because validation comes before idempotency; text or bytes with MockMvc,
     *     whatever {@code body} takes with RestTestClient
     */
    public IdempotentRequestAssert refusesBody(Object body) {
        HttpAnswer refused = sender.send(key, body);
        assertThat(refused.status())
                .as("status of another body with the same key:\n%s", refused)
                .isEqualTo(422);
        assertThat(again(null).status())
                .as("status of the replay after a refusal")
                .isEqualTo(replay.status());
        return this;
    }

    /** Sends the request with a new key, which must be answered by the handler: the work is done a second time. */
    public IdempotentRequestAssert executesWithAnotherKey() {
        HttpAnswer other = sender.send(UUID.randomUUID().toString(), null);
        assertThat(other.isReplay())
                .as("A new key must not be answered with a stored answer:\n%s", other)
                .isFalse();
        return this;
    }

    private HttpAnswer again(@Nullable Object body) {
        HttpAnswer answer = sender.send(key, body);
        assertThat(answer.isReplay())
                .as("The key is still replayed:\n%s", answer)
                .isTrue();
        return answer;
    }
}
