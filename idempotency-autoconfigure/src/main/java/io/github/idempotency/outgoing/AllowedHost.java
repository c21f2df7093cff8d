package io.github.idempotency.outgoing;

import java.util.Comparator;
import java.util.Set;

/** What carries keys, in which header, and on which methods, in capitals. */
record AllowedHost(HostPattern pattern, String header, Set<String> methods) {

    /** One host before all below a domain, and a long domain before a short one. */
    static final Comparator<AllowedHost> NEAREST_FIRST = Comparator.comparing(
                    (AllowedHost host) -> host.pattern().below())
            .thenComparing(host -> -host.pattern().host().length());
}
