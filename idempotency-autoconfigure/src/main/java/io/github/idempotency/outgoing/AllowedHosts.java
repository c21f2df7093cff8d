package io.github.idempotency.outgoing;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The hosts whose requests carry a key, and in which header. No other host ever gets one. Immutable. */
public final class AllowedHosts {

    private record Allowed(HostPattern pattern, String header, Set<String> methods) {}

    private final List<Allowed> hosts;

    /** None. */
    public AllowedHosts() {
        this(List.of());
    }

    private AllowedHosts(List<Allowed> hosts) {
        this.hosts = hosts;
    }

    /**
     * These hosts and those of a pattern. Of several patterns for a host the one without a star counts, then the longest.
     *
     * @param pattern {@code api.example.com} or {@code *.example.com}; with {@code :port} unless it is the usual one
     * @param methods in capitals
     * @throws IllegalArgumentException if the pattern is none, or is already there
     */
    public AllowedHosts with(String pattern, String header, Set<String> methods) {
        Allowed added = new Allowed(HostPattern.parse(pattern), header, Set.copyOf(methods));
        if (hosts.stream().anyMatch(host -> host.pattern().equals(added.pattern()))) {
            throw new IllegalArgumentException("'" + pattern + "' is there twice");
        }
        List<Allowed> all = new ArrayList<>(hosts);
        all.add(added);
        all.sort(Comparator.comparing((Allowed host) -> host.pattern().below())
                .thenComparing(host -> -host.pattern().host().length()));
        return new AllowedHosts(List.copyOf(all));
    }

    /** The header that carries the key of such a request; null if it has none. */
    @Nullable
    String header(String method, URI uri) {
        for (Allowed host : hosts) {
            if (host.pattern().matches(uri)) {
                return host.methods().contains(method) ? host.header() : null;
            }
        }
        return null;
    }
}
