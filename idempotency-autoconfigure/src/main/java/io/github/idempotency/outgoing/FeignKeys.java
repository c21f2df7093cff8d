package io.github.idempotency.outgoing;

import feign.Capability;
import feign.Client;

/**
 * The keys of Feign clients: a capability, which Spring Cloud OpenFeign finds as a bean and {@code
 * Feign.builder().addCapability(…)} takes. Thread-safe.
 */
public final class FeignKeys implements Capability {

    private final OutgoingKeys keys;

    public FeignKeys(OutgoingKeys keys) {
        this.keys = keys;
    }

    /** A client and not an interceptor, which would never hear how a request ends. */
    @Override
    public Client enrich(Client client) {
        return new FeignClient(client, keys);
    }
}
