package io.github.idempotency.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.util.StringUtils;

/** The fields of a form whose body has been read, which a container then no longer looks for there. */
public final class FormFields {

    private FormFields() {}

    /** The fields of the query, and after them those of the body. */
    public static Map<String, String[]> of(Map<String, String[]> query, InputStream body, String encoding)
            throws IOException {
        Map<String, String[]> fields = new LinkedHashMap<>(query);
        InputStream buffered = new BufferedInputStream(body);
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        int next;
        do {
            next = buffered.read();
            if (next >= 0 && next != '&') {
                field.write(next);
            } else if (field.size() > 0) {
                add(fields, field.toString(StandardCharsets.ISO_8859_1), encoding);
                field.reset();
            }
        } while (next >= 0);
        return fields;
    }

    private static void add(Map<String, String[]> fields, String field, String encoding) throws IOException {
        int end = field.indexOf('=');
        String name = decoded(end < 0 ? field : field.substring(0, end), encoding);
        String value = end < 0 ? "" : decoded(field.substring(end + 1), encoding);
        fields.put(name, StringUtils.addStringToArray(fields.get(name), value));
    }

    private static String decoded(String text, String encoding) throws IOException {
        try {
            return URLDecoder.decode(text, encoding);
        } catch (IllegalArgumentException ex) {
            throw new IOException("The form is badly encoded", ex);
        }
    }
}
