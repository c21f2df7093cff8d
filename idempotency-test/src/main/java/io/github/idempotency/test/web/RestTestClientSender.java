package io.github.idempotency.test.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.ExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** One request specification, exchanged as often as needed; its body is taken from what was sent first. */
final class RestTestClientSender implements RequestSender {

    private final RestTestClient.RequestHeadersSpec<?> request;

    private final String header;

    private byte @Nullable [] sentBody;

    private @Nullable MediaType sentType;

    RestTestClientSender(RestTestClient.RequestHeadersSpec<?> request, String header) {
        this.request = request;
        this.header = header;
    }

    @Override
    public HttpAnswer send(String key, @Nullable Object body) {
        request.headers(headers -> headers.set(header, key));
        Object next = body != null ? body : sentBody;
        if (next != null) {
            write(next);
        }
        ExchangeResult result = request.exchange().expectBody().returnResult();
        if (sentBody == null && result.getRequestBodyContent().length > 0) {
            sentBody = result.getRequestBodyContent();
            sentType = result.getRequestHeaders().getContentType();
        }
        byte[] answer = result.getResponseBodyContent();
        return new HttpAnswer(
                result.getStatus().value(), result.getResponseHeaders(), answer == null ? new byte[0] : answer);
    }

    private void write(Object body) {
        if (!(request instanceof RestTestClient.RequestBodySpec writable)) {
            throw new IllegalArgumentException("A request that has no body cannot be sent with another");
        }
        if (sentType != null) {
            writable.contentType(sentType);
        }
        writable.body(body);
    }
}
