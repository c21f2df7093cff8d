package io.github.idempotency.reactive;

import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import reactor.core.publisher.Mono;

import io.github.idempotency.web.BodyKind;

/** The exchange as the application sees it. Forms and parts are read from the captured body, as any other body is. */
final class ServedExchange extends ServerWebExchangeDecorator {

    private final ServerHttpRequest request;

    private final ServerHttpResponse response;

    private final @Nullable ServerWebExchange forms;

    ServedExchange(
            ServerWebExchange original,
            @Nullable CapturedRequest captured,
            ServerHttpResponse response,
            ServerCodecConfigurer codecs) {
        super(original);
        this.request = captured == null ? original.getRequest() : captured;
        this.response = response;
        this.forms = captured != null && (captured.kind() == BodyKind.FORM || captured.kind() == BodyKind.MULTIPART)
                ? new DefaultServerWebExchange(
                        captured,
                        response,
                        exchange -> original.getSession(),
                        codecs,
                        new AcceptHeaderLocaleContextResolver())
                : null;
    }

    @Override
    public ServerHttpRequest getRequest() {
        return request;
    }

    @Override
    public ServerHttpResponse getResponse() {
        return response;
    }

    @Override
    public Mono<MultiValueMap<String, String>> getFormData() {
        return forms == null ? super.getFormData() : forms.getFormData();
    }

    @Override
    public Mono<MultiValueMap<String, Part>> getMultipartData() {
        return forms == null ? super.getMultipartData() : forms.getMultipartData();
    }

    /** Lets go of parts that nobody has read. */
    void release() {
        if (forms != null) {
            forms.cleanupMultipart().subscribe();
        }
    }
}
