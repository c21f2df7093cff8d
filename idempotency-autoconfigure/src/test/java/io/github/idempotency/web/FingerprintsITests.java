package io.github.idempotency.web;

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

/** When two requests with one key are the same request. */
@GuardedTest
class FingerprintsITests {

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

    private Call document(String json) {
        return caller.post("/echo/document").json(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,'b':{'c':2,'d':3}}       | {'b':{'d':3,'c':2},'a':1}",
                "{'a':1.0}                       | {'a':1}",
                "{'a':100}                       | {'a':1e2}",
                "{'a':-0.0}                      | {'a':0}",
                "{'a':[1, 2]}                    | {'a':[1,2]}",
                "{'a':'\\u00e9'}                 | {'a':'é'}",
            })
    void jsonIsComparedByWhatItSays(String one, String two) {
        same(document(one.replace('\'', '"')), document(two.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':9007199254740993}          | {'a':9007199254740992}",
                "{'a':0.1}                       | {'a':0.10000000000000001}",
                "{'a':1,'b':null}                | {'a':1}",
                "{'a':[1,2]}                     | {'a':[2,1]}",
                "{'a':1}                         | {'a':'1'}",
                "{'a':true}                      | {'a':'true'}",
                "{'a':null}                      | {'a':'null'}",
                "{'a':''}                        | {'a':null}",
                "{'a':{}}                        | {'a':[]}",
                "{'a':'b','c':'d'}               | {'a':'d','c':'b'}",
                "[]                              | [[]]",
            })
    void jsonThatSaysSomethingElseIsAnotherRequest(String one, String two) {
        different(document(one.replace('\'', '"')), document(two.replace('\'', '"')));
    }

    @Test
    void aDuplicateMemberIsRefused() {
        caller.post("/echo/string")
                .json("{\"a\":1,\"a\":2}")
                .key(key)
                .send()
                .isProblem(400, "key-invalid", "idempotency_key_invalid");
        assertThat(effects.of(key)).isZero();
    }

    @Test
    void theQueryMayComeInAnyOrder() {
        same(caller.post("/echo/nothing?b=2&a=1&a=0"), caller.post("/echo/nothing?a=0&b=2&a=1"));
    }

    @Test
    void anotherQueryIsAnotherRequest() {
        different(caller.post("/echo/nothing?a=1"), caller.post("/echo/nothing?a=2"));
    }

    @Test
    void anotherPathIsAnotherRequest() {
        different(caller.post("/echo/path/1"), caller.post("/echo/path/2"));
    }

    @Test
    void anotherMethodIsAnotherRequest() {
        different(caller.post("/echo/nothing"), caller.call("DELETE", "/echo/nothing"));
    }

    @Test
    void anotherMediaTypeIsAnotherRequest() {
        different(
                caller.post("/echo/string").body("text/plain", "1"),
                caller.post("/echo/string").body("application/json", "1"));
    }

    @Test
    void anotherWayToWriteTheMediaTypeIsNot() {
        same(
                caller.post("/echo/document").body("application/json", "{\"a\":1}"),
                caller.post("/echo/document").body("Application/JSON;charset=utf-8", "{\"a\":1}"));
    }

    @Test
    void jsonOfAnyTypeIsJson() {
        same(
                caller.post("/echo/string").body("application/vnd.shop+json", "{\"a\":1,\"b\":2}"),
                caller.post("/echo/string").body("application/vnd.shop+json", "{\"b\":2,\"a\":1}"));
    }

    @Test
    void whatClaimsToBeJsonIsComparedByItsBytes() {
        different(
                caller.post("/echo/string").body("application/json", "{not json"),
                caller.post("/echo/string").body("application/json", "{not json "));
    }

    @Test
    void otherBodiesAreComparedByTheirBytes() {
        different(
                caller.post("/echo/bytes").body("application/octet-stream", new byte[] {0, 1, (byte) 0xff}),
                caller.post("/echo/bytes").body("application/octet-stream", new byte[] {0, 1, (byte) 0xfe}));
    }

    @Test
    void aBodyCountsEvenIfTheHandlerTakesNone() {
        different(
                caller.post("/echo/nothing").body("text/plain", "1"),
                caller.post("/echo/nothing").body("text/plain", "2"));
    }

    @Test
    void otherHeadersDoNotCount() {
        same(
                caller.post("/echo/nothing").header("X-Retry", "0").header("User-Agent", "one"),
                caller.post("/echo/nothing").header("X-Retry", "1").header("User-Agent", "two"));
    }
}
