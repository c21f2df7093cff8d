package io.github.idempotency.outgoing;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient.RequestHeadersSpec;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.github.idempotency.execution.IdempotencyContext;

/** The keys of a {@code WebClient}. Thread-safe. */
public final class WebClientKeys implements ExchangeFilterFunction {

    private static final String CREATOR = WebClientKeys.class.getName() + ".creator";

    private final OutgoingKeys keys;

    public WebClientKeys(OutgoingKeys keys) {
        this.keys = keys;
    }

    /** Whatever thread subscribes to the request, it belongs to the execution that has made it. */
    public void remember(RequestHeadersSpec<?> request) {
        IdempotencyContext.find().ifPresent(context -> request.attribute(CREATOR, context));
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        String header = keys.header(request.method().name(), request.url());
        if (header == null || request.headers().containsHeader(header)) {
            return next.exchange(request);
        }
        return Mono.deferContextual(view -> {
            IdempotencyContext context = context(request, view);
            return context == null ? next.exchange(request) : exchange(request, header, context, next);
        });
    }

    private Mono<ClientResponse> exchange(
            ClientRequest request, String header, IdempotencyContext context, ExchangeFunction next) {
        KeyedBody body = new KeyedBody(
                request,
                header,
                content -> keys.begin(
                        context,
                        request.method().name(),
                        request.url(),
                        request.attributes().get(IdempotencyKeys.NAME),
                        content));
        return next.exchange(ClientRequest.from(request).body(body).build())
                .map(body::answered)
                .doOnError(failure -> body.failed())
                .doOnCancel(body::failed);
    }

    /** Who subscribes is nearer than the thread, and that nearer than who has made the request. */
    private static @Nullable IdempotencyContext context(ClientRequest request, ContextView view) {
        return view.<IdempotencyContext>getOrEmpty(IdempotencyContext.class)
                .or(IdempotencyContext::find)
                .or(() -> Optional.ofNullable(
                        (IdempotencyContext) request.attributes().get(CREATOR)))
                .orElse(null);
    }
}
