package io.github.idempotency.torture;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is one execution's stream, or the beginning of one, and what is none. */
class StreamedBodyTests {

    private final StreamedBody body = new StreamedBody();

    private void frames(String receipt, int from, int to) {
        for (int frame = from; frame < to; frame++) {
            take(StreamedBody.frame(receipt, frame));
        }
    }

    private void take(String text) {
        body.take(Optional.of(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void allFramesAndTheEndAreWhole() {
        frames("r1", 0, StreamedBody.FRAMES);
        take(StreamedBody.end("r1"));
        assertThat(body.whole()).isEqualTo("r1");
        assertThat(body.part()).isEmpty();
    }

    @Test
    void theBeginningIsAPartAndNotWhole() {
        assertThat(body.part()).isEmpty();
        take("r1 fr");
        assertThat(body.part()).isEmpty();
        take("ame 0\n");
        assertThat(body.part()).isEmpty();
        frames("r1", 1, 4);
        assertThat(body.part()).isEmpty();
        assertThat(body.whole()).startsWith(StreamedBody.MIXED);
    }

    @Test
    void framesOfTwoExecutionsAreMixed() {
        frames("r1", 0, 3);
        frames("r2", 3, StreamedBody.FRAMES);
        take(StreamedBody.end("r2"));
        assertThat(body.whole()).startsWith(StreamedBody.MIXED);
        assertThat(body.part()).startsWith(StreamedBody.MIXED);
    }

    @Test
    void framesOutOfTheirOrderAreMixed() {
        frames("r1", 0, 2);
        frames("r1", 3, 5);
        assertThat(body.part()).startsWith(StreamedBody.MIXED);
    }
}
