package io.github.idempotency.web;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.key.TextDigest;

/** What makes two requests the same request, but for their bodies. */
public final class ComparedRequest {

    private ComparedRequest() {}

    /** Feeds method, path, query in any order, media type and the selected headers, of which the lines are asked for. */
    public static void update(
            MessageDigest digest,
            String method,
            String path,
            @Nullable String query,
            @Nullable MediaType type,
            FingerprintSelection selection,
            Function<String, List<String>> headers) {
        feed(digest, method);
        feed(digest, path);
        feed(digest, sorted(query));
        feed(digest, type == null ? "" : type.getType() + "/" + type.getSubtype());
        for (String header : selection.headers()) {
            List<String> values = headers.apply(header);
            feed(digest, header);
            feed(digest, Integer.toString(values.size()));
            values.forEach(value -> feed(digest, value));
        }
    }

    private static String sorted(@Nullable String query) {
        String[] parameters = StringUtils.tokenizeToStringArray(query, "&");
        Arrays.sort(parameters);
        return String.join("&", parameters);
    }

    /** Feeds a text, of which the end is told apart from what follows it. */
    public static void feed(MessageDigest digest, String text) {
        TextDigest.feed(digest, text);
    }
}
