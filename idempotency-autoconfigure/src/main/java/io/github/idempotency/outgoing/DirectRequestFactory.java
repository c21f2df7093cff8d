package io.github.idempotency.outgoing;

import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

/** Two factories: one for requests that carry a key, and one for the others. */
final class DirectRequestFactory implements ClientHttpRequestFactory, DisposableBean {

    private final ClientHttpRequestFactory usual;

    private final Supplier<? extends ClientHttpRequestFactory> builder;

    private final OutgoingKeys keys;

    private @Nullable ClientHttpRequestFactory direct;

    DirectRequestFactory(
            ClientHttpRequestFactory usual, Supplier<? extends ClientHttpRequestFactory> builder, OutgoingKeys keys) {
        this.usual = usual;
        this.builder = builder;
        this.keys = keys;
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        boolean keyed = keys.header(method.name(), uri) != null;
        return (keyed ? direct() : usual).createRequest(uri, method);
    }

    /** Made when it is first needed: a client has threads and connections of its own. */
    private synchronized ClientHttpRequestFactory direct() {
        if (direct == null) {
            direct = builder.get();
        }
        return direct;
    }

    @Override
    public synchronized void destroy() throws Exception {
        if (usual instanceof DisposableBean disposable) {
            disposable.destroy();
        }
        if (direct instanceof DisposableBean disposable) {
            disposable.destroy();
        }
    }
}
