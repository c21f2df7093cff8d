package io.github.idempotency.outgoing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The hosts whose requests carry a key, and in which header. No other host ever gets one. Immutable. */
public final class AllowedHosts {

    private final List<AllowedHost> hosts;

    /** None. */
    public AllowedHosts() {
        this(List.of());
    }

    private AllowedHosts(List<AllowedHost> hosts) {
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
        AllowedHost added = new AllowedHost(HostPattern.parse(pattern), header, Set.copyOf(methods));
        if (hosts.stream().anyMatch(host -> host.pattern().equals(added.pattern()))) {
            throw new IllegalArgumentException("'" + pattern + "' is there twice");
        }
        List<AllowedHost> all = new ArrayList<>(hosts);
        all.add(added);
        all.sort(AllowedHost.NEAREST_FIRST);
        return new AllowedHosts(List.copyOf(all));
    }

    /** The header that carries the key of such a request; null if it has none. */
    @Nullable
    String header(String method, URI uri) {
        return hosts.stream()
                .filter(host -> host.pattern().matches(uri))
                .findFirst()
                .filter(host -> host.methods().contains(method))
                .map(AllowedHost::header)
                .orElse(null);
    }
}
