package io.github.idempotency.web;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Call;
import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests of which configuration says what counts. */
@GuardedTest
class FingerprintSelectionITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    private final String key = Caller.newKey();

    private void same(Call one, Call two) {
        Reply first = one.key(key).send().hasStatus(200).isFirst();
        two.key(key).send().isReplayOf(first);
        assertThat(effects.of(key)).isEqualTo(1);
    }

    private void different(Call one, Call two) {
        one.key(key).send().hasStatus(200).isFirst();
        two.key(key).send().isProblem(422, "key-reused", "idempotency_conflict");
        assertThat(effects.of(key)).isEqualTo(1);
    }

    private Call document(String path, String json) {
        return caller.post("/selecting/" + path).json(json.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,'sentAt':1}                   | {'sentAt':2,'a':1}",
                "{'a':1,'sentAt':{'s':[1]}}           | {'a':1}",
                "{'order':{'id':1,'sentAt':1}}        | {'order':{'id':1,'sentAt':2}}",
                "{'items':[{'id':1,'at':1},{'at':2}]} | {'items':[{'id':1},{'at':3}]}",
            })
    void anExcludedFieldDoesNotCount(String one, String two) {
        same(document("excluding", one), document("excluding", two));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,'sentAt':1}                   | {'a':2,'sentAt':1}",
                "{'sentat':1}                         | {'sentat':2}",
                "{'x':{'sentAt':1}}                   | {'x':{'sentAt':2}}",
                "{'items':[{'at':1}]}                 | {'items':[{'at':1},{'at':1}]}",
                "{'items':{'0':{'at':1}}}             | {'items':{'0':{'at':2}}}",
                "[{'sentAt':1}]                       | [{'sentAt':2}]",
            })
    void everyOtherFieldCounts(String one, String two) {
        different(document("excluding", one), document("excluding", two));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'order':{'id':1,'note':'a'},'x':1}  | {'order':{'id':1,'note':'b'},'y':2}",
                "{'items':[{'sku':1,'at':1}]}         | {'items':[{'sku':1,'at':2}]}",
                "{'tags':['a','b']}                   | {'tags':['a','c','d']}",
                "{'order':{'id':{'v':1,'check':1}}}   | {'order':{'id':{'v':1,'check':2}}}",
                "{'order':5}                          | {'order':6}",
            })
    void whatIsNotSelectedDoesNotCount(String one, String two) {
        same(document("selecting", one), document("selecting", two));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'order':{'id':1}}                   | {'order':{'id':2}}",
                "{'order':{'id':1}}                   | {'order':{}}",
                "{'order':{'id':null}}                | {'order':{}}",
                "{'items':[{'sku':1},{}]}             | {'items':[{},{'sku':1}]}",
                "{'tags':['a','b']}                   | {'tags':['b','a']}",
                "{'order':{'id':{'v':1,'check':1}}}   | {'order':{'id':{'v':2,'check':1}}}",
            })
    void whatIsSelectedCounts(String one, String two) {
        different(document("selecting", one), document("selecting", two));
    }

    /** Then nobody can tell one field from another. */
    @Test
    void whatIsNoJsonIsComparedAsAWhole() {
        different(document("excluding", "{'sentAt':1"), document("excluding", "{'sentAt':2"));
    }

    @Test
    void whatIsTooLargeToBeHeldIsComparedAsAWhole() {
        String rest = ",\"a\":\"" + "x".repeat(100_000) + "\"}";
        different(document("excluding", "{'sentAt':1" + rest), document("excluding", "{'sentAt':2" + rest));
    }

    @Test
    void anExcludedFieldOfAFormDoesNotCount() {
        same(
                caller.post("/selecting/form").form("sentAt=1&a=1&sentAt=0"),
                caller.post("/selecting/form").form("a=1&sentAt=2"));
    }

    @Test
    void everyOtherFieldOfAFormCounts() {
        different(
                caller.post("/selecting/form").form("sentAt=1&a=1"),
                caller.post("/selecting/form").form("a=2"));
    }

    private Call upload(String... parts) {
        StringBuilder body = new StringBuilder();
        for (String part : parts) {
            body.append("--B\r\nContent-Disposition: form-data; ")
                    .append(part.replace('\'', '"').replace("|", "\r\n"))
                    .append("\r\n");
        }
        return caller.post("/selecting/multipart").body("multipart/form-data; boundary=B", body + "--B--\r\n");
    }

    private static String order(String json) {
        return "name='order'; filename='o'|Content-Type: application/json||" + json;
    }

    @Test
    void aPartThatIsJsonIsComparedAsJsonIs() {
        same(upload(order("{'a':1,'b':2.0}")), upload(order("{'b':2, 'a':1}")));
    }

    @Test
    void aFieldOfAPartThatIsJsonCounts() {
        different(upload(order("{'a':1}")), upload(order("{'a':2}")));
    }

    @Test
    void anExcludedFieldOfAPartDoesNotCount() {
        same(
                upload(order("{'a':1,'sentAt':1}"), "name='sentAt'||1"),
                upload(order("{'a':1,'sentAt':2}"), "name='sentAt'||2"));
    }

    @Test
    void anExcludedPartNeedNotBeThere() {
        same(upload(order("{}"), "name='sentAt'||1"), upload(order("{}")));
    }

    @Test
    void everyOtherPartCounts() {
        different(
                upload(order("{}"), "name='file'; filename='f'|Content-Type: text/plain||one"),
                upload(order("{}"), "name='file'; filename='f'|Content-Type: text/plain||two"));
    }

    @Test
    void aDuplicateMemberInAPartIsRefused() {
        upload(order("{'a':1,'a':2}")).key(key).send().isProblem(400, "key-invalid", "idempotency_key_invalid");
        upload(order("{'a':1}")).key(key).send().hasStatus(200).isFirst();
    }

    @Test
    void aSelectedHeaderCounts() {
        different(
                caller.post("/selecting/versioned").header("X-Api-Version", "1"),
                caller.post("/selecting/versioned").header("X-Api-Version", "2"));
    }

    @Test
    void aSelectedHeaderThatIsMissingCounts() {
        different(caller.post("/selecting/versioned").header("X-Api-Version", ""), caller.post("/selecting/versioned"));
    }

    @Test
    void otherHeadersDoNotCount() {
        same(
                caller.post("/selecting/versioned").header("x-api-version", "1").header("X-Other", "1"),
                caller.post("/selecting/versioned").header("X-Api-Version", "1").header("Cookie", "a=1"));
    }

    /** The bounds of canonical JSON: refused before the claim, so that the key is free for what can be compared. */
    @ParameterizedTest
    @CsvSource({
        "1e999999999, exponent",
        "1e99999999999, exponent",
        "-1.5E-10001, exponent",
        "NUMBER, Number value length",
        "NAME, Name length",
        "DEEP, nesting depth",
    })
    void aDocumentOutOfBoundsIsRefusedAndTheKeyIsFree(String value, String told) {
        String json = switch (value) {
            case "NUMBER" -> "[" + "1".repeat(1_001) + "]";
            case "NAME" -> "{\"" + "n".repeat(50_001) + "\":1}";
            case "DEEP" -> "[".repeat(501) + "]".repeat(501);
            default -> "[" + value + "]";
        };
        Reply refused = caller.post("/echo/string").json(json).key(key).send();
        refused.isProblem(400, "key-invalid", "idempotency_key_invalid");
        assertThat(refused.json().path("detail").asString()).contains(told).doesNotContain("StreamReadConstraints");
        assertThat(effects.of(key)).isZero();
        caller.post("/echo/string").json("[1]").key(key).send().hasStatus(200).isFirst();
    }

    @Test
    void aDocumentWithinTheBoundsIsNot() {
        String members = String.join(
                ",", IntStream.range(0, 4_000).mapToObj(i -> "\"m" + i + "\":1").toList());
        same(
                document("excluding", "[1e10000,-1.5e-9999," + "1".repeat(1_000) + ",{" + members + "}]"),
                document("excluding", "[10e9999,-15e-10000," + "1".repeat(1_000) + ",{" + members + "}]"));
    }

    @Test
    void badUtf8IsComparedByItsBytes() {
        different(
                caller.post("/echo/bytes").body("application/json", new byte[] {'"', (byte) 0xff, '"'}),
                caller.post("/echo/bytes").body("application/json", new byte[] {'"', (byte) 0xfe, '"'}));
    }

    @Test
    void halvesOfCharactersAreNotOneAndTheSame() {
        different(document("excluding", "'\\ud800'"), document("excluding", "'\\ud801'"));
    }
}
