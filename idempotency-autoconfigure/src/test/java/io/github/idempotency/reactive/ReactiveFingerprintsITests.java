package io.github.idempotency.reactive;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.ReactiveTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Which parts and fields of a reactive request are compared. */
@ReactiveTest
class ReactiveFingerprintsITests {

    private static final String ORDER = "{\"item\":\"pen\",\"sentAt\":1}";

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    private static String part(String boundary, String name, String type, String content) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: " + type
                + "\r\n\r\n" + content + "\r\n";
    }

    private static String file(String boundary, String name, String content) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name
                + "\"; filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n";
    }

    private Reply multipart(String path, String boundary, String... parts) {
        return caller.post("/parts/" + path)
                .key(key)
                .body(
                        "multipart/form-data; boundary=" + boundary,
                        String.join("", parts).replace("@", boundary) + "--" + boundary + "--\r\n")
                .send();
    }

    private Reply order(String boundary, String document, String sentAt, String file) {
        return multipart(
                "read",
                boundary,
                part("@", "order", "application/json", document),
                part("@", "sentAt", "text/plain", sentAt),
                file("@", "file", file));
    }

    @Test
    void partsAndFieldsOfPartsAreLeftOut() {
        Reply first = order("one", ORDER, "1", "aaa").hasStatus(200).isFirst();
        assertThat(first.text()).isEqualTo("order 1");
        order("two", "{\"sentAt\":2, \"item\":\"pen\"}", "2", "bbb").isReplayOf(first);
        order("two", "{\"item\":\"ink\"}", "1", "aaa").isProblem(422, "key-reused", "idempotency_conflict");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void aPartThatIsNotSelectedMayBeLargerThanMemory() {
        String document = part("@", "order", "application/json", ORDER);
        Reply first = multipart("late", "one", document, file("@", "file", "a".repeat(200_000)));
        assertThat(first.hasStatus(200).isFirst().text()).isEqualTo("file,order 1");
        multipart("late", "two", document, file("@", "file", "b".repeat(200_000)))
                .isReplayOf(first);
        multipart("late", "two", part("@", "order", "application/json", "{}"), file("@", "file", "a"))
                .hasStatus(422);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 200_000})
    void filesAreComparedUnlessTheyAreLeftOut(int size) {
        String order = part("@", "order", "application/json", ORDER);
        Reply first = multipart("read", "one", order, file("@", "other", "a".repeat(size)));
        first.hasStatus(200).isFirst();
        multipart("read", "two", order, file("@", "other", "a".repeat(size))).isReplayOf(first);
        multipart("read", "two", order, file("@", "other", "a".repeat(size - 1) + "b"))
                .hasStatus(422);
    }

    @Test
    void moreOfTheSameIsAnotherRequest() {
        String document = part("@", "order", "application/json", ORDER);
        multipart("late", "one", document).hasStatus(200);
        multipart("late", "one", document, document).hasStatus(422);
    }

    @Test
    void whatCannotBeTakenApartIsComparedAsAWhole() {
        String type = "multipart/form-data; boundary=one";
        String broken = "--one\r\nContent-Disposition: form-data; name=\"sentAt\"\r\n\r\n";
        caller.post("/reactive/mono")
                .key(key)
                .body(type, broken + "1")
                .send()
                .hasStatus(200)
                .isFirst();
        caller.post("/reactive/mono").key(key).body(type, broken + "1").send().hasStatus(200);
        caller.post("/reactive/mono").key(key).body(type, broken + "2").send().hasStatus(422);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    @Test
    void fieldsOfAFormAreLeftOut() {
        Reply first =
                caller.post("/parts/form").key(key).form("item=pen&sentAt=1").send();
        first.hasStatus(200).isFirst();
        caller.post("/parts/form").key(key).form("sentAt=2&item=pen").send().isReplayOf(first);
        caller.post("/parts/form").key(key).form("item=ink&sentAt=1").send().hasStatus(422);
    }
}
