package io.github.idempotency.web;

import java.io.IOException;
import java.io.UncheckedIOException;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/** The body of a {@link RecordingResponse} as bytes. Handlers may hold it from before the response was armed. */
final class RecordingStream extends ServletOutputStream {

    private final RecordingResponse response;

    RecordingStream(RecordingResponse response) {
        this.response = response;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        response.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        if (response.isStreamed()) {
            response.flushBuffer();
        } else if (!response.isRecording()) {
            response.passedOn().flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (!response.isRecording() && !response.isStreamed()) {
            response.passedOn().close();
        }
    }

    @Override
    public boolean isReady() {
        return !response.isDormant() || passedOn().isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        if (!response.isDormant()) {
            throw new IllegalStateException("Write to the response of a guarded handler with blocking calls");
        }
        passedOn().setWriteListener(listener);
    }

    private ServletOutputStream passedOn() {
        try {
            return response.passedOn();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
