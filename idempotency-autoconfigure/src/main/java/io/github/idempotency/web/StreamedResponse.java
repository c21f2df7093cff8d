package io.github.idempotency.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.LoggerFactory;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.FrameRecorder;
import io.github.idempotency.store.Outcome;

/**
 * An answer that is sent bit by bit: every frame is recorded, without waiting for the store, and sent. A caller who has
 * gone is nothing that the producer notices, unless its work is to be cancelled then, or has run on for too long: what it
 * writes is recorded all the same. Thread-safe.
 */
final class StreamedResponse {

    private final FrameRecorder recorder;

    private final HttpServletResponse response;

    private final CancelPolicy onCancel;

    private final Runnable onGone;

    private final int status;

    private final List<String> headers;

    private final Frames frames;

    /** Held while the container's response is written to: once the caller has gone, it is not touched any more. */
    private final Lock writing = new ReentrantLock();

    private boolean gone;

    private volatile boolean brokenOff;

    /**
     * Records status and headers.
     *
     * @param headers names, each followed by its value
     * @param onGone told when the caller turns out to have gone, and its work runs on
     */
    StreamedResponse(
            FrameRecorder recorder,
            HttpServletResponse response,
            List<String> headers,
            CancelPolicy onCancel,
            Runnable onGone) {
        this.onCancel = onCancel;
        this.onGone = onGone;
        this.recorder = recorder;
        this.response = response;
        this.status = response.getStatus();
        this.headers = headers;
        this.frames = Frames.of(response.getContentType(), recorder.frames().reference(), 1);
        recorder.append(StoredResponse.streamed(status, headers, 0));
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        send(frames.add(bytes, offset, length), false);
    }

    void flush() throws IOException {
        send(frames.flush(), true);
    }

    private void send(List<byte[]> complete, boolean flush) throws IOException {
        complete.forEach(recorder::append);
        writing.lock();
        try {
            if (gone && brokenOff) {
                throw new IOException("The caller has gone, and the answer did not end within its drain-timeout");
            }
            if (!gone) {
                OutputStream body = response.getOutputStream();
                for (byte[] frame : complete) {
                    body.write(frame);
                }
                if (flush) {
                    response.flushBuffer();
                }
            }
        } catch (IOException ex) {
            boolean news = !gone;
            gone = true;
            if (onCancel == CancelPolicy.CANCEL || brokenOff) {
                throw ex;
            }
            if (news) {
                onGone.run();
            }
        } finally {
            writing.unlock();
        }
    }

    /** The caller has gone, and the container is about to end the request. */
    void leave() {
        writing.lock();
        gone = true;
        writing.unlock();
    }

    /** There is no proper end. If the caller has gone, whoever writes still is told. */
    void breakOff(boolean harmless) {
        brokenOff = true;
        if (harmless) {
            recorder.release();
        } else {
            recorder.fail();
        }
    }

    /**
     * Sends what is left and stores the answer as complete, in this order: the end is seen when it has been stored.
     *
     * @throws IOException if the claim was lost: another answer is or will be the key's, so this one must not seem whole
     */
    void complete() throws IOException {
        try {
            send(frames.end(), true);
        } catch (IOException ex) {
            LoggerFactory.getLogger(StreamedResponse.class).debug("The caller left when all had been made", ex);
        }
        Outcome outcome = StoredResponse.outcome(status);
        try {
            if (recorder.complete(outcome, count -> StoredResponse.streamed(status, headers, count))
                    .isPresent()) {
                throw new IOException("Another answer has been stored under the key of the stream that was sent");
            }
        } catch (IdempotencyException ex) {
            throw new IOException("The stream that was sent has lost its claim", ex);
        }
    }
}
