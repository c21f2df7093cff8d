package io.github.idempotency.outgoing;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import reactor.core.publisher.Mono;

/** A body whose request gets its key when it is written, because until then nobody knows what it says. */
final class KeyedBody implements BodyInserter<Object, ClientHttpRequest> {

    private final ClientRequest request;

    private final String header;

    private final Function<RequestContent, SentRequest> begin;

    private volatile @Nullable SentRequest sent;

    KeyedBody(ClientRequest request, String header, Function<RequestContent, SentRequest> begin) {
        this.request = request;
        this.header = header;
        this.begin = begin;
    }

    @Override
    public Mono<Void> insert(ClientHttpRequest output, Context context) {
        return request.body().insert(new KeyedOutput(output, this), context);
    }

    /** The same object each time the request is subscribed to. */
    RequestContent unread() {
        return new RequestContent(request.url().getRawQuery(), request.body());
    }

    ClientRequest request() {
        return request;
    }

    void begin(ClientHttpRequest output, RequestContent content) {
        SentRequest begun = begin.apply(content);
        sent = begun;
        output.getHeaders().set(header, begun.key());
    }

    void answered(int status) {
        SentRequest begun = sent;
        if (begun != null) {
            begun.answered(status);
        }
    }

    void failed() {
        SentRequest begun = sent;
        if (begun != null) {
            begun.failed();
        }
    }
}
