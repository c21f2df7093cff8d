package io.github.idempotency.outgoing;

import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.IdempotencyContext;

/**
 * Gives the requests of guarded calls their keys, whatever client sends them. One for an application, so that all its
 * clients count together. Thread-safe.
 */
public final class OutgoingKeys {

    private final AllowedHosts hosts;

    private final Map<IdempotencyContext, SentRequests> executions = Collections.synchronizedMap(new WeakHashMap<>());

    public OutgoingKeys(AllowedHosts hosts) {
        this.hosts = hosts;
    }

    /** The header that carries the key of such a request; null if it has none. */
    @Nullable
    String header(String method, URI uri) {
        return hosts.header(method.toUpperCase(Locale.ROOT), uri);
    }

    /** The request is about to be sent in an execution; whoever calls this says how it ended. */
    SentRequest begin(
            IdempotencyContext context, String method, URI uri, @Nullable Object name, RequestContent content) {
        // They do not hold the context, or it would never be forgotten.
        SentRequests requests = executions.computeIfAbsent(context, any -> new SentRequests());
        String line = method.toUpperCase(Locale.ROOT) + " " + place(uri);
        if (name != null && name.toString().isBlank()) {
            throw new IllegalArgumentException("The name of " + line
                    + " is blank: give IdempotencyKeys.NAME a name, for" + " example \"charge\", or null for none");
        }
        return name == null
                ? requests.next(line, content, context::childKey)
                : requests.named(name.toString(), line, content, context::childKey);
    }

    /** Without user, query and fragment, which may be secret and change from attempt to attempt. */
    private static String place(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getHost().toLowerCase(Locale.ROOT) + port + uri.getRawPath();
    }
}
