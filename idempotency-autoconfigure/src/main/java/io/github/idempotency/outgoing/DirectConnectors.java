package io.github.idempotency.outgoing;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;

/** What {@link DirectRequestFactories} are, for a {@code WebClient}. */
public final class DirectConnectors implements ClientHttpConnectorBuilder<ClientHttpConnector> {

    private final ClientHttpConnectorBuilder<?> builder;

    private final OutgoingKeys keys;

    public DirectConnectors(ClientHttpConnectorBuilder<?> builder, OutgoingKeys keys) {
        this.builder = builder;
        this.keys = keys;
    }

    @Override
    public ClientHttpConnector build(@Nullable HttpClientSettings settings) {
        HttpClientSettings unredirected =
                (settings == null ? HttpClientSettings.defaults() : settings).withRedirects(HttpRedirects.DONT_FOLLOW);
        ClientHttpConnector usual = builder.build(settings);
        Supplier<ClientHttpConnector> direct = SingletonSupplier.of(() -> builder.build(unredirected));
        return (method, uri, request) -> {
            boolean keyed = keys.header(method.name(), uri) != null;
            return (keyed ? direct.get() : usual).connect(method, uri, request);
        };
    }
}
