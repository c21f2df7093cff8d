package io.github.idempotency.web;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Function;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A response that can be told to hold its answer back. Dormant it only passes on. Armed, it records the body and keeps
 * the response uncommitted, so that status and headers stay open until the answer has been stored and is released, or
 * discarded in favour of another.
 */
final class RecordingResponse extends HeaderRecordingResponse {

    private enum Mode {
        DORMANT,
        RECORDING,
        RELEASED,
        DISCARDED
    }

    private final RecordedBytes recorded = new RecordedBytes();

    private final RecordingStream stream = new RecordingStream(this);

    private final RecordingWriter writer = new RecordingWriter(this);

    private volatile Mode mode = Mode.DORMANT;

    private @Nullable Overflow overflow;

    /** Whether more is to come than has been recorded. */
    private boolean overflowing;

    private volatile @Nullable StreamedResponse streamed;

    private @Nullable String error;

    private long declaredLength = -1;

    RecordingResponse(HttpServletResponse response) {
        super(response);
    }

    /** Starts to hold back, until the answer overflows. */
    void arm(Overflow overflow) {
        this.overflow = overflow;
        this.mode = Mode.RECORDING;
    }

    boolean isRecording() {
        return mode == Mode.RECORDING;
    }

    boolean isStreamed() {
        return streamed != null;
    }

    /** What it is sent by, if that is bit by bit. */
    @Nullable
    StreamedResponse streamed() {
        return streamed;
    }

    boolean isDormant() {
        return mode == Mode.DORMANT;
    }

    /** Sends on, or records, characters that still wait to be encoded. */
    void flushWriter() {
        writer.flushEncoder();
    }

    int recordedSize() {
        flushWriter();
        return recorded.size();
    }

    void copyRecorded(ByteBuffer target) {
        recorded.copyTo(target);
    }

    /** Sends what was held back; from here on everything is passed on again. */
    void release() throws IOException {
        int size = recordedSize();
        mode = Mode.RELEASED;
        if (declaredLength >= 0 || size > 0 && !overflowing) {
            super.setContentLengthLong(Math.max(declaredLength, size));
        }
        recorded.writeTo(super.getOutputStream());
        recorded.reset();
    }

    /** Sends what was held back, and whatever is written from here on, by way of a stream. */
    void stream(Function<HttpServletResponse, StreamedResponse> begin) throws IOException {
        byte[] before = recorded.toByteArray();
        recorded.reset();
        mode = Mode.RELEASED;
        streamed = begin.apply((HttpServletResponse) super.getResponse());
        streamed.write(before, 0, before.length);
    }

    /** Forgets what was held back and whatever may still come; the bare response is the caller's. */
    HttpServletResponse discard() {
        mode = Mode.DISCARDED;
        recorded.reset();
        super.reset();
        return (HttpServletResponse) super.getResponse();
    }

    /** Takes the message of a {@code sendError} that has not been rendered yet; null if there is none. */
    @Nullable
    String takeError() {
        String taken = error;
        error = null;
        return taken;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        Overflow due = overflow;
        if (mode == Mode.RECORDING && error == null && due != null && due.isDue(recorded.size() + (long) length)) {
            overflowing = true;
            if (!due.run()) {
                return;
            }
        }
        if (mode == Mode.RECORDING && error == null) {
            recorded.write(bytes, offset, length);
        } else if (streamed != null) {
            streamed.write(bytes, offset, length);
        } else if (mode == Mode.DORMANT || mode == Mode.RELEASED) {
            super.getOutputStream().write(bytes, offset, length);
        }
    }

    ServletOutputStream passedOn() throws IOException {
        return super.getOutputStream();
    }

    PrintWriter passedOnWriter() throws IOException {
        return super.getWriter();
    }

    /** A container ends the response beneath all wrappers after a forward; it does not find that one while we record. */
    @Override
    public @Nullable ServletResponse getResponse() {
        return mode == Mode.RECORDING && overflow != null && !overflow.isAnsweredLater() ? null : super.getResponse();
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return stream;
    }

    @Override
    public PrintWriter getWriter() {
        return writer.printer();
    }

    @Override
    public void flushBuffer() throws IOException {
        if (streamed != null) {
            streamed.flush();
        } else if (mode == Mode.RECORDING) {
            flushWriter();
        } else {
            super.flushBuffer();
        }
    }

    @Override
    public boolean isCommitted() {
        return mode == Mode.RECORDING ? error != null : super.isCommitted();
    }

    @Override
    public void reset() {
        resetBuffer();
        super.reset();
    }

    @Override
    public void resetBuffer() {
        if (mode == Mode.RECORDING) {
            flushWriter();
            recorded.reset();
        } else {
            super.resetBuffer();
        }
    }

    /** A container may keep the locale apart from the headers until it sends them. */
    @Override
    public void setLocale(Locale locale) {
        super.setLocale(locale);
        if (mode == Mode.RECORDING) {
            setHeader(HttpHeaders.CONTENT_LANGUAGE, locale.toLanguageTag());
        }
    }

    @Override
    public void setContentLengthLong(long length) {
        if (mode == Mode.RECORDING) {
            declaredLength = length;
        } else {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        if (mode == Mode.RECORDING) {
            resetBuffer();
            setStatus(status);
            error = message == null ? "" : message;
        } else {
            super.sendError(status, message);
        }
    }

    @Override
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        if (mode == Mode.RECORDING) {
            if (clearBuffer) {
                resetBuffer();
            }
            setStatus(status);
            setHeader(HttpHeaders.LOCATION, location);
        } else {
            super.sendRedirect(location, status, clearBuffer);
        }
    }
}
