package io.github.idempotency.web;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

import org.jspecify.annotations.Nullable;

/** The body of a {@link RecordingResponse} as characters, encoded by the container until the response is armed. */
final class RecordingWriter extends Writer {

    private final RecordingResponse response;

    private final PrintWriter printer = new PrintWriter(this);

    private @Nullable Writer encoder;

    RecordingWriter(RecordingResponse response) {
        this.response = response;
    }

    PrintWriter printer() {
        return printer;
    }

    void flushEncoder() {
        try {
            if (encoder != null) {
                encoder.flush();
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        target().write(characters, offset, length);
    }

    /** Leaves the encoding open where nothing has been written: the answer may have gone to the stream. */
    @Override
    public void flush() throws IOException {
        if (response.isDormant()) {
            response.passedOnWriter().flush();
        } else if (encoder != null) {
            encoder.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (response.isRecording()) {
            flush();
        } else {
            target().close();
        }
    }

    private Writer target() throws IOException {
        if (response.isDormant()) {
            return response.passedOnWriter();
        }
        if (encoder == null) {
            // A container fixes the encoding when the writer is first asked for, and says it in the content type.
            response.setCharacterEncoding(response.getCharacterEncoding());
            encoder = new OutputStreamWriter(response.getOutputStream(), response.getCharacterEncoding());
        }
        return encoder;
    }
}
