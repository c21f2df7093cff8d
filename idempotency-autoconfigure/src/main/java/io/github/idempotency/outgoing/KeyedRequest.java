package io.github.idempotency.outgoing;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.support.HttpRequestWrapper;

/** The request itself stays without a key: whoever sends it on, to another host perhaps, has none to give away. */
final class KeyedRequest extends HttpRequestWrapper {

    private final HttpHeaders headers = new HttpHeaders();

    KeyedRequest(HttpRequest request, String header, String key) {
        super(request);
        headers.putAll(request.getHeaders());
        headers.set(header, key);
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }
}
