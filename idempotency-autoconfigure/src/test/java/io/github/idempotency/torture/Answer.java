package io.github.idempotency.torture;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.idempotency.torture.HistoryEntry.Kind;

/**
 * What a client was told.
 *
 * @param detail the receipt, or why there is none
 */
record Answer(Kind kind, String detail) {

    static final String OUTCOME_UNKNOWN = "idempotency_outcome_unknown";

    private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");

    static Answer of(HttpResponse<byte[]> response) {
        // Latin-1 keeps every byte; a history is a text of lines and columns.
        String body = new String(response.body(), StandardCharsets.ISO_8859_1).replaceAll("[\\t\\n\\r]", "?");
        return of(response, body);
    }

    /** @param streamed what there is of the body */
    static Answer of(HttpResponse<Void> response, StreamedBody streamed) {
        return of(response, response.statusCode() == 200 ? streamed.whole() : streamed.text());
    }

    private static Answer of(HttpResponse<?> response, String body) {
        if (response.statusCode() != 200) {
            Matcher code = CODE.matcher(body);
            return new Answer(Kind.REFUSED, code.find() ? code.group(1) : "status " + response.statusCode());
        }
        boolean replay = response.headers().firstValue("Idempotent-Replayed").isPresent();
        return new Answer(replay ? Kind.REPLAYED : Kind.ANSWERED, body);
    }

    /** Whether asking again is of no use: there is a result, or nobody can know it. */
    boolean isLast() {
        return kind == Kind.ANSWERED || kind == Kind.REPLAYED || detail.equals(OUTCOME_UNKNOWN);
    }
}
