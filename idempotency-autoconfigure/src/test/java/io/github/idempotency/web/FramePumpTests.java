package io.github.idempotency.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.FrameRecorder;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.Replay;
import io.github.idempotency.key.HeaderKeyParser;
import io.github.idempotency.key.KeyFormat;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/** A container tells on a thread of its own that a reader has gone, and gives his response to somebody else after that. */
@Timeout(60)
class FramePumpTests {

    private final List<String> steps = new CopyOnWriteArrayList<>();

    private final CountDownLatch writing = new CountDownLatch(1);

    private final CountDownLatch mayWrite = new CountDownLatch(1);

    private WriteListener listener;

    private final class SlowBody extends ServletOutputStream {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener pump) {
            listener = pump;
        }

        @Override
        public void write(int octet) {}

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing.countDown();
            try {
                mayWrite.await();
            } catch (InterruptedException ex) {
                throw new IOException(ex);
            }
            steps.add("written");
        }
    }

    /** Negative control: without the lock the request is ended in the middle of the write. */
    @Test
    void aRequestIsNotEndedWhileItsResponseIsWrittenTo() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest() {
            @Override
            public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
                return new MockAsyncContext(request, response) {
                    @Override
                    public void complete() {
                        steps.add("ended");
                    }
                };
            }
        };
        MockHttpServletResponse response = new MockHttpServletResponse() {
            @Override
            public ServletOutputStream getOutputStream() {
                return new SlowBody();
            }
        };
        StreamedAnswer.of(recorded(), settings(), problems()).writeTo(request, response);
        Thread pumping = new Thread(() -> {
            try {
                listener.onWritePossible();
            } catch (IOException ex) {
                steps.add(ex.toString());
            }
        });
        pumping.start();
        writing.await();

        Thread container = new Thread(() -> listener.onError(new IOException("broken pipe")));
        container.start();
        Awaitility.await().until(() -> container.getState() == Thread.State.WAITING);
        mayWrite.countDown();
        pumping.join();
        container.join();
        assertThat(steps).endsWith("ended").containsOnlyOnce("ended").startsWith("written");
    }

    /** A record of two frames: what the answer begins with, and one of its body. */
    private static Replay recorded() {
        IdempotentExecutor executor = new IdempotentExecutor(new InMemoryIdempotencyStore());
        IdempotentOperation operation = IdempotentOperation.of(new KeyScope("test", "streams", ""), "key");
        FrameRecorder frames =
                executor.recorder((Execution) executor.begin(operation)).orElseThrow();
        frames.append(StoredResponse.streamed(200, List.of(), 0));
        frames.append("one".getBytes(StandardCharsets.UTF_8));
        frames.complete(Outcome.SUCCEEDED, count -> StoredResponse.streamed(200, List.of(), count));
        return (Replay) executor.begin(operation);
    }

    private static HttpSettings settings() {
        return new HttpSettings(
                new HeaderKeyParser(List.of("Idempotency-Key"), KeyFormat.DEFAULT),
                Set.of(),
                Set.of(),
                StoredStatus.DEFAULT,
                new BodyLimits(1024, 1024, false));
    }

    private static Problems problems() {
        return new Problems(new ProblemDetails("urn:test:", null, new StaticMessageSource()));
    }
}
