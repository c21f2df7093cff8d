package io.github.idempotency.web;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** A request whose body can be fingerprinted whether or not the handler has read it, and read after that. */
final class CapturingRequest extends HttpServletRequestWrapper implements Closeable {

    private final BodyLimits limits;

    private final @Nullable MediaType mediaType;

    private final BodyKind kind;

    private @Nullable CapturedBody body;

    private @Nullable BufferedReader reader;

    private @Nullable Map<String, String[]> form;

    /** Whether nobody had read the body before it was compared: then its fields are ours to find. */
    private boolean readAhead;

    CapturingRequest(HttpServletRequest request, BodyLimits limits) {
        super(request);
        this.limits = limits;
        this.mediaType = mediaType(request.getContentType());
        this.kind = BodyKind.of(mediaType);
    }

    /** Without its parameters, which may be wrong and still do no harm to the container. */
    static @Nullable MediaType mediaType(@Nullable String contentType) {
        try {
            return contentType == null
                    ? null
                    : MediaType.parseMediaType(contentType.split(";", 2)[0]);
        } catch (InvalidMediaTypeException ex) {
            return null;
        }
    }

    @Nullable
    MediaType mediaType() {
        return mediaType;
    }

    BodyKind kind() {
        return kind;
    }

    BodyLimits limits() {
        return limits;
    }

    CapturedBody body() throws IOException {
        if (body == null) {
            body = new CapturedBody(super.getInputStream(), kind.isParsed(), limits, getContentLengthLong());
        }
        return body;
    }

    /** The body, all of it read; null if it is larger than the limits allow. */
    @Nullable
    CapturedBody completeBody() throws IOException {
        CapturedBody read = body();
        boolean unread = read.isUnread();
        if (!read.complete()) {
            return null;
        }
        readAhead = readAhead || (unread && !read.isUnread());
        return read;
    }

    /** Lets go of the body. */
    @Override
    public void close() throws IOException {
        if (body != null) {
            body.release();
        }
    }

    /** The fields of a form that nobody but us has read; null of anything else. */
    private @Nullable Map<String, String[]> form() {
        if (form == null && readAhead && kind == BodyKind.FORM) {
            String encoding = getCharacterEncoding();
            try {
                form = Collections.unmodifiableMap(FormFields.of(
                        super.getParameterMap(), body().content(), encoding == null ? "UTF-8" : encoding));
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
        return form;
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
        Map<String, String[]> fields = form();
        return fields == null ? super.getParameterMap() : fields;
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
