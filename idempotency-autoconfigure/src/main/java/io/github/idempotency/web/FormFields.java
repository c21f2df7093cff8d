package io.github.idempotency.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a form whose body has been read, which a container then no longer looks for there. */
public final class FormFields {

    private FormFields() {}

    /** The fields of the query, and after them those of the body. */
    public static Map<String, String[]> of(Map<String, String[]> query, InputStream body, String encoding)
            throws IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        query.forEach((name, values) -> fields.put(name, new ArrayList<>(List.of(values))));
        Charset charset = charset(encoding);
        InputStream buffered = new BufferedInputStream(body);
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        int next;
        do {
            next = buffered.read();
            if (next >= 0 && next != '&') {
                field.write(next);
            } else if (field.size() > 0) {
                add(fields, field.toByteArray(), charset);
                field.reset();
            }
        } while (next >= 0);
        Map<String, String[]> all = new LinkedHashMap<>();
        fields.forEach((name, values) -> all.put(name, values.toArray(String[]::new)));
        return all;
    }

    private static Charset charset(String encoding) throws IOException {
        try {
            return Charset.forName(encoding);
        } catch (IllegalArgumentException ex) {
            throw new IOException("The form has an encoding that is not known", ex);
        }
    }

    private static void add(Map<String, List<String>> fields, byte[] field, Charset charset) throws IOException {
        int end = 0;
        while (end < field.length && field[end] != '=') {
            end++;
        }
        String name = decoded(field, 0, end, charset);
        String value = decoded(field, Math.min(end + 1, field.length), field.length, charset);
        fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }

    /** A byte that is not escaped is part of a character too, as it is to a container. */
    private static String decoded(byte[] field, int start, int end, Charset charset) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            if (field[i] != '%') {
                bytes.write(field[i] == '+' ? ' ' : field[i]);
            } else if (i + 2 < end && HexFormat.isHexDigit(field[i + 1]) && HexFormat.isHexDigit(field[i + 2])) {
                bytes.write(HexFormat.fromHexDigit(field[++i]) << 4 | HexFormat.fromHexDigit(field[++i]));
            } else {
                throw new IOException("The form is badly encoded");
            }
        }
        return bytes.toString(charset);
    }
}
