package io.github.idempotency.testing;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

import io.github.idempotency.Idempotent;
import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.test.autoconfigure.AutoConfigureIdempotency;

import static io.github.idempotency.test.web.MockMvcIdempotencyAssertions.assertIdempotent;
import static io.github.idempotency.test.web.RestTestClientIdempotencyAssertions.assertIdempotent;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** That the assertions hold for guarded handlers, and that each of them fails where it should. */
@WebMvcTest(RequestAssertionsTests.Handlers.class)
@AutoConfigureIdempotency
class RequestAssertionsTests {

    private static final String TEA = """
            {"name":"tea"}""";

    private static final String COFFEE = """
            {"name":"coffee"}""";

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Handlers.class)
    static class Application {}

    @RestController
    static class Handlers {

        private final AtomicInteger calls = new AtomicInteger();

        record Item(String name) {}

        void reset() {
            calls.set(0);
        }

        @Idempotent
        @PostMapping("/guarded")
        String guarded(@RequestBody Item item) {
            return item.name() + " " + calls.incrementAndGet();
        }

        @Idempotent(fingerprint = "off")
        @PostMapping("/not-compared")
        String notCompared(@RequestBody Item item) {
            return item.name() + " " + calls.incrementAndGet();
        }

        @Idempotent(key = "'always the same'")
        @PostMapping("/one-key")
        String oneKey() {
            return "call " + calls.incrementAndGet();
        }

        @Idempotent
        @PostMapping("/unavailable")
        ResponseEntity<String> unavailable() {
            return ResponseEntity.status(503).body("call " + calls.incrementAndGet());
        }

        @Idempotent
        @PostMapping("/upload")
        String upload(@RequestParam MultipartFile file) {
            return file.getSize() + " " + calls.incrementAndGet();
        }

        @PostMapping("/unguarded")
        String unguarded() {
            return "the same each time";
        }

        @PostMapping("/thrown")
        String thrown() {
            throw new IllegalStateException("told to the test");
        }

        /** Replays as a gateway might that adds a mark and forgets the rest. */
        @PostMapping("/forged")
        ResponseEntity<String> forged(@RequestHeader("Idempotency-Key") String key) {
            boolean first = calls.incrementAndGet() % 2 == 1;
            ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
            if (!first) {
                answer.header("Idempotent-Replayed", "true");
            }
            return answer.header("Location", first ? "/orders/1" : "/orders/2").body("order");
        }
    }

    @Autowired
    MockMvcTester mvc;

    @Autowired
    RecordingIdempotencyListener listener;

    RestTestClient client;

    @BeforeEach
    void bind(@Autowired MockMvc plain, @Autowired Handlers handlers) {
        client = RestTestClient.bindTo(plain).build();
        handlers.reset();
    }

    private MockMvcTester.MockMvcRequestBuilder post(String path) {
        return mvc.post().uri(path).contentType(MediaType.APPLICATION_JSON).content(TEA);
    }

    @Test
    void everyAssertionHoldsForAGuardedHandler() {
        assertIdempotent(post("/guarded"))
                .replayedAs(200)
                .replayedAs(200, "tea 1")
                .executedOnce(listener)
                .refusesBody(COFFEE)
                .refusesBody(COFFEE.getBytes())
                .executesWithAnotherKey()
                .executedOnce(listener);
    }

    @Test
    void aKeyOfTheRequestItselfIsReplaced() {
        assertIdempotent(post("/guarded").header("Idempotency-Key", "its own")).executesWithAnotherKey();
    }

    @Test
    void everyAssertionHoldsWithRestTestClient() {
        assertIdempotent(client.post().uri("/guarded").body(new Handlers.Item("tea")))
                .replayedAs(200, "tea 1")
                .refusesBody(new Handlers.Item("coffee"))
                .refusesBody(COFFEE)
                .executesWithAnotherKey()
                .executedOnce(listener);
    }

    @Test
    void partsAreSentAgain() {
        assertIdempotent(mvc.post().uri("/upload").multipart().file("file", new byte[] {1, 2, 3}))
                .replayedAs(200, "3 1")
                .executesWithAnotherKey();
    }

    @Test
    void aHandlerThatIsNotGuardedIsFound() {
        fails(() -> assertIdempotent(post("/unguarded")), "guarded by @Idempotent");
        fails(() -> assertIdempotent(client.post().uri("/unguarded")), "guarded by @Idempotent");
    }

    @Test
    void anAnswerThatIsNotKeptIsFound() {
        fails(() -> assertIdempotent(post("/unavailable")), "is the first answer one that is kept");
    }

    @Test
    void aKeyInAnotherHeaderIsNone() {
        fails(() -> assertIdempotent(post("/guarded"), "X-Key"), "guarded by @Idempotent");
    }

    @Test
    void aReplayWithAnotherHeaderIsFound() {
        fails(() -> assertIdempotent(post("/forged")), "Location of the replay");
    }

    @Test
    void anotherAnswerThanExpectedIsFound() {
        fails(() -> assertIdempotent(post("/guarded")).replayedAs(201), "status of the replay");
        fails(() -> assertIdempotent(post("/guarded")).replayedAs(200, "tea"), "body of the replay");
        fails(() -> assertIdempotent(post("/guarded")).replayedHeader("ETag", "1"), "ETag of the replay");
    }

    @Test
    void aBodyThatIsNotComparedIsFound() {
        fails(() -> assertIdempotent(post("/not-compared")).refusesBody(COFFEE), "status of another body");
    }

    @Test
    void aKeyThatIsNotTheHeaderIsFound() {
        fails(() -> assertIdempotent(post("/one-key")).executesWithAnotherKey(), "A new key");
    }

    @Test
    void aSecondExecutionIsFound() {
        assertIdempotent(post("/guarded")).executedOnce(listener);
        listener.events().forEach(listener::on);
        fails(() -> assertIdempotent(post("/guarded")).executedOnce(listener), "one execution per key");
    }

    @Test
    void anExceptionOfTheHandlerIsShown() {
        fails(() -> assertIdempotent(post("/thrown")), "not answered");
    }

    @Test
    void bodiesThatCannotBeSentAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertIdempotent(post("/guarded")).refusesBody(1))
                .withMessageContaining("text or bytes");
    }

    private static void fails(Runnable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(assertion::run)
                .withMessageContaining(message);
    }
}
