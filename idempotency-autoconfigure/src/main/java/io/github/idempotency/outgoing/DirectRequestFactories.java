package io.github.idempotency.outgoing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Requests that carry a key are not redirected: clients would take the key along to whatever host the answer names. Other
 * requests are, as they were.
 */
public final class DirectRequestFactories implements ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> {

    private final ClientHttpRequestFactoryBuilder<?> builder;

    private final OutgoingKeys keys;

    public DirectRequestFactories(ClientHttpRequestFactoryBuilder<?> builder, OutgoingKeys keys) {
        this.builder = builder;
        this.keys = keys;
    }

    @Override
    public ClientHttpRequestFactory build(@Nullable HttpClientSettings settings) {
        HttpClientSettings direct =
                (settings == null ? HttpClientSettings.defaults() : settings).withRedirects(HttpRedirects.DONT_FOLLOW);
        return new DirectRequestFactory(builder.build(settings), () -> builder.build(direct), keys);
    }
}
