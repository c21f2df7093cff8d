package io.github.idempotency.outgoing;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import feign.Client;
import feign.Request;
import feign.Response;

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
        String method = request.httpMethod().name();
        URI uri = URI.create(request.url());
        String header = keys.header(method, uri);
        Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        if (context == null || header == null || headers.containsKey(header)) {
            return client.execute(request, options);
        }
        SentRequest sent = keys.begin(context, method, uri, null, RequestContent.of(uri, request.body()));
        headers.put(header, List.of(sent.key()));
        try {
            Response response = client.execute(keyed(request, headers), direct(options));
            sent.answered(response.status());
            return response;
        } catch (IOException | RuntimeException | Error ex) {
            sent.failed();
            throw ex;
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
