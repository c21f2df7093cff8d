package io.github.idempotency.web;

import java.util.List;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A response that remembers which headers it was given. Those that filters around it give to the response beneath are not
 * among them, whenever that happens: a replay passes the same filters.
 */
abstract class HeaderRecordingResponse extends NormalizedResponse {

    private final RecordedHeaders headers = new RecordedHeaders();

    HeaderRecordingResponse(HttpServletResponse response) {
        super(response);
    }

    final RecordedHeaders recordedHeaders() {
        return headers;
    }

    /** What is stored of the headers it was given: names, each followed by its value. */
    final List<String> storedHeaders(HttpSettings settings) {
        return headers.stored(getContentType(), settings);
    }

    @Override
    public final void setHeader(String name, @Nullable String value) {
        super.setHeader(name, value);
        headers.set(name, value);
    }

    @Override
    public final void addHeader(String name, @Nullable String value) {
        super.addHeader(name, value);
        headers.add(name, value);
    }

    @Override
    public final void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override
    public final void addIntHeader(String name, int value) {
        addHeader(name, Integer.toString(value));
    }

    @Override
    public final void setDateHeader(String name, long date) {
        setHeader(name, formatted(date));
    }

    @Override
    public final void addDateHeader(String name, long date) {
        addHeader(name, formatted(date));
    }

    @Override
    public void reset() {
        super.reset();
        headers.clear();
    }

    private static @Nullable String formatted(long date) {
        HttpHeaders formatted = new HttpHeaders();
        formatted.setDate(HttpHeaders.DATE, date);
        return formatted.getFirst(HttpHeaders.DATE);
    }
}
