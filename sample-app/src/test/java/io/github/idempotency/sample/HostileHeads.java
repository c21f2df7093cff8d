package io.github.idempotency.sample;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.github.idempotency.sample.HostileInput.invalid;
import static io.github.idempotency.sample.HostileInput.refused;
import static io.github.idempotency.sample.HostileInput.valid;

/** What can be wrong with a request before its body: the key, how long the body is said to be, the target. */
final class HostileHeads {

    private static final String SMUGGLED = """
            POST /transfers HTTP/1.1\r
            Host: localhost\r
            Idempotency-Key: smuggled\r
            Content-Type: application/json\r
            Content-Length: 38\r
            \r
            {"from":"alice","to":"bob","amount":1}""";

    private HostileHeads() {}

    static Stream<HostileInput> keys() {
        String unique = UUID.randomUUID().toString();
        return Stream.of(
                key("empty", ""),
                key("blanks", "   "),
                key("tabs", "\t\t"),
                key("quotes and nothing else", "\"\""),
                key("quoted blanks", "\"   \""),
                key("one quote", "\""),
                key("no closing quote", "\"abc"),
                key("an escaped closing quote", "\"abc\\\""),
                key("an escape of a letter", "\"a\\nb\""),
                key("an escape at the end", "\"abc\\"),
                key("a list", "\"a\", \"b\""),
                key("something after the quote", "\"a\" b"),
                key("a parameter without a name", "\"a\";"),
                key("a parameter in upper case", "\"a\";V=1"),
                key("quoted Latin-1", "\"\u00e4\""),
                key("Latin-1", "\u00e4"),
                key("UTF-8", new String("\u00e4".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)),
                key("a no-break space", "\u00a0"),
                key("a control character of Latin-1", "a\u0085b"),
                key("a tab inside", "a\tb"),
                key("256 characters", "k".repeat(256)),
                key("256 escaped characters", '"' + "\\\\".repeat(256) + '"'),
                key("7,000 characters", "k".repeat(7_000)),
                invalid("two keys", it -> it.keyLines("Idempotency-Key: a", "Idempotency-Key: b")),
                invalid("the same key twice", it -> it.keyLines("Idempotency-Key: a", "idempotency-key: a")),
                invalid("a good one after an empty one", it -> it.keyLines("Idempotency-Key:", "Idempotency-Key: a")),
                new HostileInput("none", it -> it.keyLines(), 400, "key-missing"),
                new HostileInput("one of another name", it -> it.keyLines("Idempotency_Key: a"), 400, "key-missing"),
                refused("NUL", 400, it -> it.key("a\0b")),
                refused("a control character", 400, it -> it.key("a\u0001b")),
                refused("DEL", 400, it -> it.key("a\u007fb")),
                refused("a lone CR", 400, it -> it.key("a\rb")),
                refused("a lone LF", 400, it -> it.key("a\nb")),
                refused("100,000 characters", 400, it -> it.key("k".repeat(100_000))),
                refused("1 MB", 400, it -> it.key("k".repeat(1_000_000))),
                refused("a space before the colon", 400, it -> it.keyLines("Idempotency-Key : a")),
                refused("no colon", 400, it -> it.keyLines("Idempotency-Key")),
                valid("255 escaped characters", it -> it.key('"' + unique + "\\\\".repeat(255 - 36) + '"')),
                valid("a quote inside", it -> it.key("\"" + unique + "3\\\"\"")),
                valid("a quote at the end only", it -> it.key(unique + '"')),
                valid("a parameter of the quoted key", it -> it.key('"' + unique + "1\";v=1")),
                valid("a list without quotes", it -> it.key(unique + ", b")),
                valid("the bytes of RFC 9651", it -> it.key(":YWJj" + unique + ":")),
                valid("a folded line, which is one with spaces", it -> it.key(unique + "\r\n folded")),
                valid("another header after a lone LF", it -> it.key(unique + "2\nX-Injected: 1")));
    }

    private static HostileInput key(String name, String value) {
        return invalid(name, it -> it.key(value));
    }

    static Stream<HostileInput> framing() {
        return Stream.of(
                refused("two lengths", 400, it -> it.with("Content-Length: 38").with("Content-Length: 3")),
                refused("a list of lengths", 400, it -> it.with("Content-Length: 38, 38")),
                refused("a negative length", 400, it -> it.with("Content-Length: -1")),
                refused("a signed length", 400, it -> it.with("Content-Length: +38")),
                refused("a length that is no number", 400, it -> it.with("Content-Length: abc")),
                refused("a length beyond any", 400, it -> it.with("Content-Length: 99999999999999999999")),
                refused("a length that is never reached", 400, it -> it.with("Content-Length: 1000")),
                refused("a length that is too short", 400, it -> it.with("Content-Length: 10")),
                refused(
                        "no length, and another request",
                        400,
                        it -> it.with("Content-Length: 0").body(SMUGGLED)),
                refused(
                        "a length beside chunks that are none",
                        400,
                        it -> it.with("Transfer-Encoding: chunked").with("Content-Length: 38")),
                chunked("no size of a chunk", "zz\r\nabc\r\n0\r\n\r\n"),
                chunked("a negative size of a chunk", "-1\r\nabc\r\n0\r\n\r\n"),
                chunked("a size of a chunk beyond any", "ffffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
                chunked("a chunk that is longer than it says", "2\r\nabcdef\r\n0\r\n\r\n"),
                chunked("no last chunk", "3\r\nabc\r\n"),
                chunked("lone LF between chunks", "3\nabc\n0\n\n"),
                chunked("a huge extension of a chunk", "3;" + "e".repeat(100_000) + "\r\nabc\r\n0\r\n\r\n"),
                refused(
                        "chunked twice",
                        400,
                        it -> it.with("Transfer-Encoding: chunked, chunked").body(chunks())),
                refused(
                        "chunked and not",
                        400,
                        it -> it.with("Transfer-Encoding: chunked")
                                .with("Transfer-Encoding: identity")
                                .body(chunks() + SMUGGLED)),
                refused(
                        "a space before the colon of the coding",
                        400,
                        it -> it.with("Transfer-Encoding : chunked").body(chunks() + SMUGGLED)),
                // The one answer of 500 and above: RFC 9112, section 6.1, asks for it.
                refused(
                        "an unknown coding",
                        501,
                        it -> it.with("Transfer-Encoding: xchunked").body(chunks() + SMUGGLED)),
                refused("an unknown expectation", 417, it -> it.with("Expect: 200-ok")),
                refused(
                        "10,000 headers",
                        400,
                        it -> it.with(IntStream.range(0, 10_000)
                                .mapToObj(i -> "X-" + i + ": 1")
                                .collect(Collectors.joining("\r\n")))),
                refused("a header of NUL", 400, it -> it.with("X-Any: \0")),
                valid(
                        "a length beside chunks, and another request",
                        it -> it.with("Content-Length: 400")
                                .with("Transfer-Encoding: chunked")
                                .body(chunks() + SMUGGLED)),
                valid(
                        "a key after the last chunk",
                        it -> it.with("Transfer-Encoding: chunked")
                                .body(chunks().replaceFirst("\r\n\r\n$", "\r\nIdempotency-Key: smuggled\r\n\r\n"))));
    }

    private static HostileInput chunked(String name, String body) {
        return refused(name, 400, it -> it.with("Transfer-Encoding: chunked").body(body));
    }

    static Stream<HostileInput> targets() {
        return Stream.of(
                target(400, "%"),
                target(400, "%zz"),
                target(400, "%00"),
                target(400, "%2f"),
                target(400, "%c0%af"),
                target(400, "/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
                target(400, "/../../x"),
                target(404, "/..;/x"),
                target(400, "\\x"),
                target(400, "\u00e4"),
                target(400, " x"),
                target(400, "?a=b c"),
                target(400, "?{}"),
                target(400, "?a=\u00e4"),
                target(400, "?" + "a=b&".repeat(10_000)),
                valid("a bad escape in the query, which nobody reads", it -> it.target("/transfers?a=%")),
                valid("a parameter of the path", it -> it.target("/transfers;a=b")),
                refused("another scheme", 400, it -> it.target("http://x/transfers")),
                refused("an asterisk", 400, it -> it.target("*")),
                refused("a method with a space", 400, it -> it.method("PO ST")),
                refused("a method with NUL", 400, it -> it.method("POS\0T")),
                refused("a method of brackets", 400, it -> it.method("{}")),
                refused("a method of 5,000 characters", 405, it -> it.method("X".repeat(5_000))),
                refused("TRACE", 405, it -> it.method("TRACE")),
                refused("two hosts", 400, it -> it.with("Host: another")));
    }

    private static HostileInput target(int status, String end) {
        String name = end.length() > 40 ? end.length() + " characters more" : "'" + end + "'";
        return refused(name, status, it -> it.target("/transfers" + end));
    }

    private static String chunks() {
        return "26\r\n{\"from\":\"alice\",\"to\":\"bob\",\"amount\":1}\r\n0\r\n\r\n";
    }
}
