package io.github.idempotency.web;

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Forms, whoever reads them: the container, Spring or the handler. */
@GuardedTest
class FormFingerprintsITests {

    @Autowired
    private Caller caller;

    private final String key = Caller.newKey();

    @ParameterizedTest
    @CsvSource({
        "POST, /echo/form, '{amount=100, to=bob}'",
        "POST, /echo/form-body, '{amount=[100], to=[bob]}'",
        "POST, /echo/form-request, 100",
        "PUT, /echo/form-put, 100",
        "POST, /echo/stream, to=bob&amount=100",
        "POST, /echo/request, to=bob&amount=100",
        "POST, /echo/string, amount=100&to=bob",
    })
    void aFormReachesItsHandlerAndIsCompared(String method, String path, String expected) {
        Supplier<Call> call = () -> caller.call(method, path).key(key);
        Reply first = call.get().form("to=bob&amount=100").send().hasStatus(200);
        if (path.equals("/echo/string")) {
            assertThat(first.text().split("&")).containsExactlyInAnyOrder(expected.split("&"));
        } else {
            assertThat(first.text()).isEqualTo(expected);
        }
        call.get().form("to=bob&amount=100").send().isReplayOf(first);
        call.get().form("to=bob&amount=1000").send().isProblem(422, "key-reused", "idempotency_conflict");
    }

    @Test
    void fieldsMayComeInAnyOrder() {
        Reply first = caller.post("/echo/form")
                .key(key)
                .form("to=bob&amount=100")
                .send()
                .hasStatus(200);
        caller.post("/echo/form").key(key).form("amount=100&to=bob").send().isReplayOf(first);
        caller.post("/echo/form")
                .key(key)
                .form("amount=%31%300&to=b%6Fb")
                .send()
                .isReplayOf(first);
    }

    @Test
    void aFormThatCannotBeDecodedIsRefused() {
        caller.post("/echo/form-request").key(key).form("amount=%4").send().hasStatus(400);
        caller.post("/echo/form-request")
                .key(key)
                .form("amount=4")
                .send()
                .hasStatus(200)
                .isFirst();
    }

    /** As Tomcat reads them where nobody has a key. */
    @Test
    void charactersThatAreNotEscapedReachTheirHandler() {
        Reply first =
                caller.post("/echo/form-request").key(key).form("amount=é+€").send();
        assertThat(first.isFirst().text()).isEqualTo("é €");
        caller.post("/echo/form-request")
                .key(key)
                .form("amount=%C3%A9+%E2%82%AC")
                .send()
                .isReplayOf(first);
    }

    @Test
    void anUnknownCharsetDoesNotHideTheFields() {
        Reply first = caller.post("/echo/form-request")
                .key(key)
                .body("application/x-www-form-urlencoded;charset=none", "amount=4")
                .send()
                .hasStatus(200);
        assertThat(first.text()).isEqualTo("4");
    }

    private static String multipart(String boundary, String note, String content) {
        return """
                --B\r
                Content-Disposition: form-data; name="note"\r
                \r
                %s\r
                --B\r
                Content-Disposition: form-data; name="files"; filename="a.txt"\r
                Content-Type: text/plain\r
                \r
                %s\r
                --B--\r
                """.formatted(note, content).replace("--B", "--" + boundary);
    }

    private Reply upload(String boundary, String note, String content) {
        return caller.post("/echo/multipart")
                .key(key)
                .body("multipart/form-data; boundary=" + boundary, multipart(boundary, note, content))
                .send();
    }

    @Test
    void theBoundaryOfAMultipartDoesNotCount() {
        Reply first = upload("one", "hello", "content").hasStatus(200);
        assertThat(first.text()).isEqualTo("hello a.txt=content");
        upload("another", "hello", "content").isReplayOf(first);
    }

    @Test
    void theContentOfAFileCounts() {
        upload("one", "hello", "content").hasStatus(200);
        upload("one", "hello", "Content").isProblem(422, "key-reused", "idempotency_conflict");
    }

    @Test
    void aFieldOfAMultipartCounts() {
        upload("one", "hello", "content").hasStatus(200);
        upload("one", "Hello", "content").isProblem(422, "key-reused", "idempotency_conflict");
    }
}
