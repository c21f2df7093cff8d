package io.github.idempotency.web;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Gates;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** In which form, and in whose words, a caller is told why nothing was run. */
@GuardedTest
class ProblemFormsITests {

    private static final String JSON = "application/problem+json";

    private static final String TEXT = "text/plain;charset=UTF-8";

    private static final String MARKDOWN = "text/markdown;charset=UTF-8";

    @Autowired
    private Caller caller;

    @Autowired
    private Gates gates;

    private final String key = Caller.newKey();

    /** Of two equally good ones it is JSON, except where Markdown is named and JSON is not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|" + JSON,
                "application/json|" + JSON,
                "application/problem+json|" + JSON,
                "application/xml|" + JSON,
                "image/png|" + JSON,
                "no media type|" + JSON,
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|" + JSON,
                "application/json, text/plain, */*|" + JSON,
                "text/plain, */*|" + JSON,
                "text/plain;q=0.5, application/json|" + JSON,
                "text/markdown;q=0, */*|" + JSON,
                "text/markdown, application/json|" + JSON,
                "text/plain|" + TEXT,
                "text/*|" + TEXT,
                "text/plain, */*;q=0.1|" + TEXT,
                "text/markdown|" + MARKDOWN,
                "text/markdown, text/html, */*|" + MARKDOWN,
                "text/markdown, text/plain;q=0.9|" + MARKDOWN,
                "text/plain, text/markdown;q=0.9|" + TEXT,
            })
    void theAcceptHeaderDecides(String accept, String form) {
        Reply refused =
                caller.post("/values/record").header("Accept", accept).send().hasStatus(400);
        assertThat(refused.header("Content-Type")).contains(form);
    }

    @Test
    void anAgentIsToldWhatToDo() {
        Reply refused =
                caller.post("/values/record").header("Accept", "text/plain").send();
        assertThat(refused.text()).isEqualTo("""
                Idempotency key required (400, idempotency_key_required)

                An idempotency key is required: send it in the request header Idempotency-Key.

                This request was not run. Choose a new unique key, for example a UUID, and send the request again with \
                it. Use the same key for every retry of this request.
                """);
    }

    @Test
    void anAgentIsToldWhenToRetryWithTheSameKey() {
        CompletableFuture<Reply> running =
                caller.post("/payments/blocked").key(key).start();
        gates.awaitEntered(key);
        try {
            Reply refused = caller.post("/payments/blocked")
                    .key(key)
                    .header("Accept", "text/markdown")
                    .send()
                    .hasStatus(409);
            String seconds = refused.header("Retry-After").orElseThrow();
            assertThat(refused.text())
                    .startsWith("# Request still in progress (409, idempotency_in_flight)\n\n")
                    .contains("Wait " + seconds + " second")
                    .endsWith("then send the same request again with the same key. Do not use a new key: the work would"
                            + " be done twice.\n");
        } finally {
            gates.open(key);
            running.join();
        }
    }

    @Test
    void anAgentIsToldNotToRetry() {
        caller.post("/recovering/payments/lost-somewhere", key).hasStatus(500);
        Reply refused = caller.post("/recovering/payments/lost-somewhere")
                .key(key)
                .header("Accept", "text/plain")
                .send()
                .hasStatus(409);
        assertThat(refused.header("X-Should-Retry")).contains("false");
        assertThat(refused.text()).contains("\nDo not retry, neither with this key nor with a new one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/plain", "text/markdown"})
    void everyFormIsDescribedByItsDocumentation(String accept) {
        Reply refused =
                caller.post("/values/record").header("Accept", accept).send().hasStatus(400);
        assertThat(refused.header("Link"))
                .contains("<https://docs.example.com/problems#key-missing>; rel=\"describedby\"");
    }

    @Test
    void aProblemSpeaksTheLanguageOfItsCaller() {
        Reply german = caller.post("/values/record")
                .header("Accept-Language", "de-AT, en;q=0.5")
                .send()
                .isProblem(400, "key-missing", "idempotency_key_required");
        assertThat(german.json().path("title").asString()).isEqualTo("Schlüssel fehlt");
        assertThat(german.json().path("detail").asString())
                .isEqualTo("Ohne Schlüssel geht es nicht (An idempotency key is required: send it in the request header"
                        + " Idempotency-Key)");
        Reply english = caller.post("/values/record")
                .header("Accept-Language", "en")
                .send()
                .isProblem(400, "key-missing", "idempotency_key_required");
        assertThat(english.json().path("title").asString()).isEqualTo("Idempotency key required");
    }

    /** What the application does not say is said in English. */
    @Test
    void wordsAreReplacedOneByOne() {
        Reply german = caller.post("/values/record")
                .header("Accept-Language", "de")
                .header("Accept", "text/plain")
                .send()
                .hasStatus(400);
        assertThat(german.text())
                .startsWith("Schlüssel fehlt (400, idempotency_key_required)\n")
                .contains("This request was not run.");
    }

    @Test
    void theRefusalOfAServiceIsLocalizedToo() {
        Reply german = caller.post("/functions/entries")
                .header("Accept-Language", "de")
                .send()
                .isProblem(400, "key-missing", "idempotency_key_required");
        assertThat(german.json().path("title").asString()).isEqualTo("Schlüssel fehlt");
    }
}
