package io.github.idempotency.key;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What of a request is compared beside its method, path, query and media type.
 *
 * @param fields of its body
 * @param headers names of its headers, in any case and order
 */
public record FingerprintSelection(FieldSelection fields, List<String> headers) {

    /** The whole body and no header. */
    public static final FingerprintSelection DEFAULT = new FingerprintSelection(FieldSelection.ALL, List.of());

    /** They may be renewed between two attempts; whose request it is, the key's owner says. */
    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization");

    /** @throws IllegalArgumentException if one of the headers carries credentials */
    public FingerprintSelection {
        for (String header : headers) {
            if (CREDENTIALS.contains(header.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("The header '" + header
                        + "' carries credentials, which may be renewed between two attempts: leave it out; keys belong"
                        + " to their owner already");
            }
        }
        headers = headers.stream()
                .map(header -> header.toLowerCase(Locale.ROOT))
                .sorted()
                .distinct()
                .toList();
    }
}
