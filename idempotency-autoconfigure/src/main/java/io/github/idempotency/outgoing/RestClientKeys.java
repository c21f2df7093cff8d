package io.github.idempotency.outgoing;

import java.io.IOException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

import io.github.idempotency.execution.IdempotencyContext;

/** The keys of a {@code RestClient} or {@code RestTemplate}. Thread-safe. */
public final class RestClientKeys implements ClientHttpRequestInterceptor {

    private final OutgoingKeys keys;

    public RestClientKeys(OutgoingKeys keys) {
        this.keys = keys;
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        IdempotencyContext context = IdempotencyContext.find().orElse(null);
        String method = request.getMethod().name();
        String header = keys.header(method, request.getURI());
        if (context == null || header == null || request.getHeaders().containsHeader(header)) {
            return execution.execute(request, body);
        }
        Object name = request.getAttributes().get(IdempotencyKeys.NAME);
        RequestContent content =
                RequestContent.of(request.getURI(), request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE), body);
        SentRequest sent = keys.begin(context, method, request.getURI(), name, content);
        try {
            ClientHttpResponse response = execution.execute(new KeyedRequest(request, header, sent.key()), body);
            Answer answer = sent.answered(response.getStatusCode().value());
            return answer == null ? response : new AcceptedResponse(response, answer);
        } catch (IOException | RuntimeException | Error ex) {
            sent.failed();
            throw ex;
        }
    }
}
