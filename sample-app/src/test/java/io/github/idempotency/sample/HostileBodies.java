package io.github.idempotency.sample;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.github.idempotency.sample.HostileInput.invalid;
import static io.github.idempotency.sample.HostileInput.refused;
import static io.github.idempotency.sample.HostileInput.valid;

/** What can be wrong with a body, and with what is said of it. */
final class HostileBodies {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static final String MULTIPART = "multipart/form-data; boundary=B";

    private static final String PART = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";

    private HostileBodies() {}

    /** A member more, which no handler knows. Where the key is in the body, {@code key-invalid} is not asked for. */
    static Stream<HostileInput> members() {
        return Stream.of(
                refused("100,000 levels of arrays", 400, member("[".repeat(100_000) + "]".repeat(100_000))),
                refused("100,000 levels of objects", 400, member("{\"a\":".repeat(100_000) + 1 + "}".repeat(100_000))),
                refused("100,000 levels that do not end", 400, member("[".repeat(100_000))),
                refused("501 levels", 400, member("[".repeat(501) + "]".repeat(501))),
                invalid("a huge exponent", member("1e999999999")),
                invalid("an exponent that is no int", member("1e99999999999999")),
                invalid("a tiny exponent", member("1e-999999999")),
                valid("400 digits", member("9".repeat(400))),
                refused("2,000 digits", 400, member("9".repeat(2_000))),
                invalid("a member twice", member("1,\"extra\":2")),
                invalid("a member twice, once in escapes", member("1,\"\\u0065xtra\":2")),
                invalid("a member twice, deep down", member("[{\"a\":{\"b\":1,\"b\":1}}]")),
                valid("half a character in a text", member("\"\\ud800\"")),
                refused("half a character in a name", 400, member("1,\"\\udc00\":1")),
                valid("an escaped NUL", member("\"\\u0000\"")),
                refused("a line break in a text", 400, member("\"\n\"")),
                refused("no number", 400, member("NaN")),
                refused("infinity", 400, member("-Infinity")),
                refused("hexadecimal", 400, member("0x1F")),
                refused("leading zeros", 400, member("007")),
                refused("a comment", 400, member("/* */1")),
                refused("a comma at the end", 400, member("1,")),
                valid(
                        "10,000 members",
                        member(1
                                + IntStream.range(0, 10_000)
                                        .mapToObj(i -> ",\"f" + i + "\":" + i)
                                        .collect(Collectors.joining()))),
                refused("a name of 60,000 characters", 400, member("1,\"" + "n".repeat(60_000) + "\":1")),
                refused("bytes that are no UTF-8", 400, member("\"\u00ff\u00fe\"")),
                refused("half of a surrogate pair in UTF-8", 400, member("\"\u00ed\u00a0\u0080\"")),
                valid("two bytes for one ASCII character", member("\"\u00c0\u00af\"")),
                refused("a quote in two bytes", 400, member("\u00c0\u00a21\u00c0\u00a2")));
    }

    private static UnaryOperator<RawRequest> member(String value) {
        return json(document -> document.replaceFirst("}$", ",\"extra\":") + value + "}");
    }

    private static UnaryOperator<RawRequest> json(UnaryOperator<String> changed) {
        return request -> request.body(changed.apply(new String(request.body(), StandardCharsets.ISO_8859_1)));
    }

    static Stream<HostileInput> documents() {
        return Stream.of(
                refused("nothing", 400, it -> it.body("")),
                refused("null", 400, it -> it.body("null")),
                refused("a text", 400, it -> it.body("\"text\"")),
                refused("an array", 400, it -> it.body("[]")),
                refused("1,000 NUL", 400, it -> it.body("\0".repeat(1_000))),
                refused("an end that is missing", 400, json(it -> it.substring(0, it.length() - 5))),
                refused("a character that has no end", 400, json(it -> it.replaceFirst("}$", ",\"a\":\"\u00e2\u0082"))),
                refused("something after the end", 400, json(it -> it + "x")),
                refused("another document", 400, json(it -> it + it)),
                valid("a byte order mark", json(it -> "\u00ef\u00bb\u00bf" + it)),
                valid("UTF-16", encoded("UTF-16")),
                valid("UTF-32", encoded("UTF-32")),
                valid("1 MB of blanks", json(it -> it + " ".repeat(1_000_000))),
                valid("2 MB of blanks, more than is held", json(it -> it + " ".repeat(2_000_000))));
    }

    private static UnaryOperator<RawRequest> encoded(String charset) {
        return json(it -> new String(it.getBytes(Charset.forName(charset)), StandardCharsets.ISO_8859_1));
    }

    static Stream<HostileInput> types() {
        return Stream.of(
                refused("no type", 415, it -> it.type("")),
                refused("half a type", 415, it -> it.type("application")),
                refused("a type of separators", 415, it -> it.type("/;;=,")),
                refused("a type without end", 415, it -> it.type("application/json;charset=\"")),
                refused("an unknown charset", 415, it -> it.type("application/json;charset=none")),
                valid("another charset than it has", it -> it.type("application/json;charset=utf-16")),
                valid("an encoding that it has not", it -> it.with("Content-Encoding: gzip")),
                refused("an encoding that is none", 400, it -> it.with("Content-Encoding: \u0001")),
                refused("plain text", 415, it -> it.type("text/plain")),
                refused(
                        "XML",
                        415,
                        it -> it.type("application/xml")
                                .body("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>")),
                refused("a form", 415, it -> it.type(FORM).body("amount=1")),
                refused("a form with a bad escape", 400, it -> it.type(FORM).body("amount=%zz&%")),
                refused("a form of 10,000 fields", 400, it -> it.type(FORM).body("a=1&".repeat(10_000))),
                refused("a multipart", 415, it -> it.type(MULTIPART).body(PART + "--B--\r\n")),
                refused(
                        "a multipart without a boundary",
                        415,
                        it -> it.type("multipart/form-data").body(PART)),
                refused("half a part", 415, it -> it.type(MULTIPART).body(PART.substring(0, 30))),
                refused(
                        "a multipart without its end",
                        415,
                        it -> it.type(MULTIPART).body(PART)),
                refused("10,000 parts", 415, it -> it.type(MULTIPART).body(PART.repeat(10_000) + "--B--\r\n")),
                refused(
                        "a part with a huge header",
                        415,
                        it -> it.type(MULTIPART)
                                .body(PART.replace("\r\n\r\n", "\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"))),
                refused("two parts of one name", 415, it -> it.type(MULTIPART).body(PART + PART + "--B--\r\n")));
    }

    /** What a caller says it understands: a refusal is told in JSON all the same. */
    static Stream<HostileInput> preferences() {
        return Stream.of(
                        "Accept: ////;;q=z",
                        "Accept: application/xml",
                        "Accept: */*;q=2",
                        "Accept: " + ",".repeat(5_000))
                .flatMap(line -> Stream.of(invalid(
                        line.substring(0, 15) + ", and a bad key",
                        it -> it.key("").with(line))));
    }
}
