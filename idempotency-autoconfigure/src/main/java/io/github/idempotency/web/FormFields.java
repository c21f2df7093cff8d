package io.github.idempotency.web;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.util.StringUtils;

/** The fields of a form whose body has been read, which a container then no longer looks for there. */
final class FormFields {

    private FormFields() {}

    /** The fields of the query, and after them those of the body. */
    static Map<String, String[]> of(Map<String, String[]> query, byte[] body, String encoding) throws IOException {
        Map<String, String[]> fields = new LinkedHashMap<>(query);
        String text = new String(body, StandardCharsets.ISO_8859_1);
        for (String field : StringUtils.tokenizeToStringArray(text, "&", false, true)) {
            int end = field.indexOf('=');
            String name = decoded(end < 0 ? field : field.substring(0, end), encoding);
            String value = end < 0 ? "" : decoded(field.substring(end + 1), encoding);
            fields.put(name, StringUtils.addStringToArray(fields.get(name), value));
        }
        return fields;
    }

    private static String decoded(String text, String encoding) throws IOException {
        try {
            return URLDecoder.decode(text, encoding);
        } catch (IllegalArgumentException ex) {
            throw new IOException("The form is badly encoded", ex);
        }
    }
}
