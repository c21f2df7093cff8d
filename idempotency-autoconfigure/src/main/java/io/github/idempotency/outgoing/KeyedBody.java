package io.github.idempotency.outgoing;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

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
        return new RequestContent(request.url().getRawQuery(), new UnreadBody(request.body()));
    }

    ClientRequest request() {
        return request;
    }

    /** Clients and filters may write it more than once before they let anybody know: it is one request. */
    void begin(ClientHttpRequest output, RequestContent content) {
        if (output.getHeaders().containsHeader(header)) {
            return;
        }
        SentRequest begun = sent;
        if (begun == null) {
            begun = begin.apply(content);
            sent = begun;
        }
        output.getHeaders().set(header, begun.key());
    }

    ClientResponse answered(ClientResponse response) {
        SentRequest begun = sent;
        Answer answer =
                begun == null ? null : begun.answered(response.statusCode().value());
        if (answer == null) {
            return response;
        }
        return response.mutate()
                .body(parts -> parts.transform(Operators.<DataBuffer, DataBuffer>lift(
                        (source, reader) -> new AnswerSubscriber(reader, answer))))
                .build();
    }

    void failed() {
        SentRequest begun = sent;
        if (begun != null) {
            begun.failed();
        }
    }
}
