package io.github.idempotency.autoconfigure;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.outgoing.AllowedHosts;
import io.github.idempotency.outgoing.KeyPreset;

/**
 * Keys on the requests that guarded calls send to other systems.
 *
 * @param hosts Hosts whose requests carry a key, by a name of your own or by the host itself. Without any, no request
 *     does.
 */
@ConfigurationProperties("idempotency.outgoing")
record IdempotencyOutgoingProperties(@DefaultValue Map<String, Host> hosts) {

    private static final Set<String> METHODS = Set.of("POST", "PATCH", "PUT", "DELETE");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /**
     * One host, or all below a domain.
     *
     * @param host without it the name of the entry is the host
     * @param header without it that of the preset
     * @param methods without any those of the preset
     */
    record Host(
            @Nullable String host,
            @DefaultValue("standard") KeyPreset preset,
            @Nullable String header,
            @Nullable Set<String> methods) {}

    /**
     * Checked.
     *
     * @throws InvalidIdempotentException if an entry is none
     */
    AllowedHosts allowed() {
        AllowedHosts allowed = new AllowedHosts();
        for (Map.Entry<String, Host> entry : hosts.entrySet()) {
            allowed = with(allowed, "idempotency.outgoing.hosts." + entry.getKey(), entry.getKey(), entry.getValue());
        }
        return allowed;
    }

    private static AllowedHosts with(AllowedHosts allowed, String property, String name, Host host) {
        String header = host.header() == null ? host.preset().header() : host.header();
        if (!HEADER.matcher(header).matches()) {
            throw new InvalidIdempotentException(
                    property + ".header is '" + header + "', which is no name of a header.",
                    "Write Idempotency-Key, for example.");
        }
        try {
            return allowed.with(host.host() == null ? name : host.host(), header, methods(property, host));
        } catch (IllegalArgumentException ex) {
            throw new InvalidIdempotentException(
                    property + (host.host() == null ? ": " : ".host: ") + ex.getMessage() + ".",
                    "Write each host once, as api.example.com or *.example.com for all hosts below it, with :port unless"
                            + " it is 443 of https or 80 of http, and without scheme and path.");
        }
    }

    private static Set<String> methods(String property, Host host) {
        if (host.methods() == null || host.methods().isEmpty()) {
            return host.preset().methods();
        }
        Set<String> methods = host.methods().stream()
                .map(method -> method.toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!METHODS.containsAll(methods)) {
            throw new InvalidIdempotentException(
                    property + ".methods is " + methods + ".",
                    "Write some of POST, PATCH, PUT and DELETE: other requests change nothing.");
        }
        return methods;
    }
}
