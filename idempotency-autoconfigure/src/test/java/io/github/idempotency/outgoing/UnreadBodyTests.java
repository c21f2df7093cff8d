package io.github.idempotency.outgoing;

import java.lang.ref.WeakReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class UnreadBodyTests {

    private final SentRequests requests = new SentRequests();

    private SentRequest send(Object body) {
        return requests.next("POST /", new RequestContent(null, new UnreadBody(body)), name -> name);
    }

    @Test
    void aBodyIsTheSameAsLongAsItIsTheSameObject() {
        String stream = new String("stream");
        SentRequest first = send(stream);
        first.failed();
        assertThat(send(stream)).isSameAs(first);
        first.failed();
        assertThat(send(new String("stream"))).isNotSameAs(first);
    }

    /** Where it is held this never ends, nor would an execution be forgotten that the stream holds. */
    @Test
    void aBodyIsNotKeptByWhatIsKnownOfItsRequest() {
        WeakReference<Object> gone = new WeakReference<>(sent());
        await().until(() -> {
            System.gc();
            return gone.get() == null;
        });
        assertThat(send("10").key()).endsWith(" 2");
    }

    private Object sent() {
        Object stream = new Object();
        send(stream).failed();
        return stream;
    }
}
