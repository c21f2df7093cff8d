package io.github.idempotency.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.jspecify.annotations.Nullable;

/** A request whose body can be fingerprinted whether or not the handler has read it, and read after that. */
final class CapturingRequest extends HttpServletRequestWrapper {

    private final int limit;

    private @Nullable CapturedBody body;

    private @Nullable BufferedReader reader;

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
}
