package io.github.idempotency.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.store.Fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two forms, with a line feed between them, have one fingerprint if, and only if, an own reading finds the same fields in
 * them; the handler is given those fields. A form has the fingerprint of what it is when written anew: fields reversed,
 * every byte escaped. What cannot be decoded is a bad request.
 *
 * <p>Broken on purpose: without the number of values, and with values that are joined, a seed fails.
 */
class FormFuzzTests {

    private final RequestFingerprint fingerprints = new RequestFingerprint(new CanonicalJson(JsonMapper.shared()));

    @FuzzTest
    @Timeout(10)
    void equalFormsAreOneAndOthersAreNot(byte[] input) {
        List<byte[]> forms = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= input.length && forms.size() < 2; i++) {
            if (i == input.length || input[i] == '\n') {
                forms.add(Arrays.copyOfRange(input, start, i));
                start = i + 1;
            }
        }
        Fingerprint one = checked(forms.get(0));
        if (forms.size() > 1) {
            Fingerprint other = checked(forms.get(1));
            if (one != null && other != null) {
                assertThat(one.equals(other)).isEqualTo(model(forms.get(0)).equals(model(forms.get(1))));
            }
        }
    }

    /** The fingerprint; null of what is refused. */
    private @Nullable Fingerprint checked(byte[] form) {
        Map<String, List<String>> fields = model(form);
        CapturingRequest request = request(form);
        Fingerprint fingerprint;
        try {
            fingerprint = fingerprints.of(request, FingerprintSelection.DEFAULT);
        } catch (ResponseStatusException ex) {
            assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
            assertThat(fields).isNull();
            return null;
        }
        assertThat(fields).isNotNull();
        Map<String, List<String>> seen = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> seen.put(name, List.of(values)));
        assertThat(seen).isEqualTo(fields);
        assertThat(fingerprints.of(request(anew(fields)), FingerprintSelection.DEFAULT))
                .isEqualTo(fingerprint);
        return fingerprint;
    }

    private static CapturingRequest request(byte[] form) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/forms");
        request.setContentType("application/x-www-form-urlencoded");
        request.setContent(form);
        return new CapturingRequest(request, new BodyLimits(1_000_000, 0, false));
    }

    /** The fields and their values in the order they came; null if something cannot be decoded. */
    private static @Nullable Map<String, List<String>> model(byte[] form) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String field : new String(form, StandardCharsets.ISO_8859_1).split("&")) {
            if (!field.isEmpty()) {
                String[] pair = field.split("=", 2);
                String name = decoded(pair[0]);
                String value = pair.length == 1 ? "" : decoded(pair[1]);
                if (name == null || value == null) {
                    return null;
                }
                fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
            }
        }
        return fields;
    }

    private static @Nullable String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()
                        || !HexFormat.isHexDigit(text.charAt(i + 1))
                        || !HexFormat.isHexDigit(text.charAt(i + 2))) {
                    return null;
                }
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static byte[] anew(Map<String, List<String>> fields) {
        List<String> names = new ArrayList<>(fields.keySet());
        Collections.reverse(names);
        StringBuilder form = new StringBuilder("&&");
        for (String name : names) {
            for (String value : fields.get(name)) {
                form.append(escaped(name)).append('=').append(escaped(value)).append('&');
            }
        }
        return form.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            escaped.append('%').append(HexFormat.of().toHexDigits(b));
        }
        return escaped.toString();
    }
}
