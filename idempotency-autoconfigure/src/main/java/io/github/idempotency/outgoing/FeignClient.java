package io.github.idempotency.outgoing;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import feign.Client;
import feign.Request;
import feign.Response;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyContext;

/** Sends the requests of a Feign client with their keys, and follows no redirect with one. */
final class FeignClient implements Client {

    private final Client client;

    private final OutgoingKeys keys;

    FeignClient(Client client, OutgoingKeys keys) {
        this.client = client;
        this.keys = keys;
    }

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        IdempotencyContext context = IdempotencyContext.find().orElse(null);
        URI uri = context == null ? null : uri(request.url());
        if (context == null || uri == null) {
            return client.execute(request, options);
        }
        String method = request.httpMethod().name();
        String header = keys.header(method, uri);
        Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        if (header == null || headers.containsKey(header)) {
            return client.execute(request, options);
        }
        String type = headers.getOrDefault("Content-Type", List.of()).stream()
                .findFirst()
                .orElse(null);
        SentRequest sent = keys.begin(context, method, uri, null, RequestContent.of(uri, type, request.body()));
        headers.put(header, List.of(sent.key()));
        try {
            Response response = client.execute(keyed(request, headers), direct(options));
            Answer answer = sent.answered(response.status());
            return answer == null || response.body() == null
                    ? response
                    : response.toBuilder()
                            .body(new FeignAnswer(response.body(), answer))
                            .build();
        } catch (IOException | RuntimeException | Error ex) {
            sent.failed();
            throw ex;
        }
    }

    /** Clients send more than a URI may be: what has to be escaped is. Null: not even a host can be told. */
    private static @Nullable URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException ex) {
            try {
                URL lenient = new URL(url);
                return new URI(
                        lenient.getProtocol(),
                        null,
                        lenient.getHost(),
                        lenient.getPort(),
                        lenient.getPath(),
                        lenient.getQuery(),
                        null);
            } catch (MalformedURLException | URISyntaxException none) {
                return null;
            }
        }
    }

    private static Request keyed(Request request, Map<String, Collection<String>> headers) {
        return Request.create(
                request.httpMethod(),
                request.url(),
                headers,
                request.body(),
                request.charset(),
                request.requestTemplate());
    }

    private static Request.Options direct(Request.Options options) {
        return new Request.Options(
                options.connectTimeout(),
                options.connectTimeoutUnit(),
                options.readTimeout(),
                options.readTimeoutUnit(),
                false);
    }
}
