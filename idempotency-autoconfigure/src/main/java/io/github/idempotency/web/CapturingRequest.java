package io.github.idempotency.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.jspecify.annotations.Nullable;

/** A request whose body can be fingerprinted whether or not the handler has read it, and read after that. */
final class CapturingRequest extends HttpServletRequestWrapper {

    private final int limit;

    private @Nullable CapturedBody body;

    private @Nullable BufferedReader reader;

    private @Nullable Map<String, String[]> form;

    CapturingRequest(HttpServletRequest request, int limit) {
        super(request);
        this.limit = limit;
    }

    CapturedBody body() throws IOException {
        if (body == null) {
            body = new CapturedBody(super.getInputStream(), limit);
        }
        return body;
    }

    /** The fields of a form whose body has been completed; from then on they are everybody's parameters. */
    Map<String, String[]> form() throws IOException {
        byte[] bytes = body().bytes();
        // There are none where the container has taken the fields from the body already.
        if (form == null && bytes.length > 0) {
            String encoding = getCharacterEncoding();
            form = Collections.unmodifiableMap(
                    FormFields.of(super.getParameterMap(), bytes, encoding == null ? "UTF-8" : encoding));
        }
        return getParameterMap();
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return body();
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String encoding = getCharacterEncoding();
            reader = new BufferedReader(new InputStreamReader(body(), encoding == null ? "ISO-8859-1" : encoding));
        }
        return reader;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return form == null ? super.getParameterMap() : form;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterValues(name);
        return values == null ? null : values[0];
    }
}
