package io.github.idempotency.web;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which headers of an answer are stored with it.
 *
 * <p>Broken on purpose, by reading the headers of the response beneath: those of a filter are stored, given once more by
 * a replay, and are there twice.
 */
class RecordedHeadersTests {

    private static final HttpSettings SETTINGS = new HttpSettings(
            new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT),
            Set.of("Cache-Control", "Expires", "Link", "Retry-After"),
            Set.of(),
            StoredStatus.DEFAULT,
            new BodyLimits(1024, 1024, false));

    private final MockHttpServletResponse outer = new MockHttpServletResponse();

    private final RecordingResponse response = new RecordingResponse(outer);

    private List<String> stored() {
        return response.storedHeaders(SETTINGS);
    }

    @Test
    void whatIsListedIsStoredLineByLineAfterTheType() {
        response.addHeader("Link", "a");
        response.addHeader("X-Other", "b");
        response.addHeader("Link", "c");
        response.setContentType("text/plain");
        assertThat(stored()).containsExactly("Content-Type", "text/plain", "Link", "a", "Link", "c");
    }

    @Test
    void whatIsSetReplacesWhatWasThereInWhateverCase() {
        response.addHeader("link", "a");
        response.addHeader("Retry-After", "b");
        response.addHeader("Link", "c");
        response.setHeader("LINK", "d");
        assertThat(stored()).containsExactly("Retry-After", "b", "LINK", "d");
        response.setHeader("Link", null);
        assertThat(stored()).containsExactly("Retry-After", "b");
        response.reset();
        assertThat(stored()).isEmpty();
    }

    @Test
    void numbersAndDatesAreStoredAsTheyAreSent() {
        response.setIntHeader("Retry-After", 7);
        response.addIntHeader("Retry-After", 8);
        response.setDateHeader("Expires", 0);
        response.addDateHeader("Expires", 1000);
        assertThat(stored())
                .containsExactly(
                        "Retry-After", "7",
                        "Retry-After", "8",
                        "Expires", "Thu, 01 Jan 1970 00:00:00 GMT",
                        "Expires", "Thu, 01 Jan 1970 00:00:01 GMT");
        assertThat(outer.getHeaders("Expires")).hasSize(2);
    }

    /** A filter may do that at any time, from its own thread. */
    @Test
    void whatAFilterAroundGivesIsNotStored() {
        outer.addHeader("Cache-Control", "no-store");
        response.addHeader("Link", "a");
        outer.addHeader("Link", "b");
        outer.setHeader("Expires", "0");
        assertThat(stored()).containsExactly("Link", "a");
    }

    @Test
    void whatFiltersGiveOnTheWayOfAnAnswerThatHasBeenMadeIsNotStored() {
        response.addHeader("Link", "a");
        response.recordedHeaders().answered();
        response.setHeader("Link", "b");
        response.addHeader("Expires", "0");
        response.recordedHeaders().passed();
        response.addHeader("Retry-After", "7");
        assertThat(stored()).containsExactly("Link", "a", "Retry-After", "7");
    }
}
