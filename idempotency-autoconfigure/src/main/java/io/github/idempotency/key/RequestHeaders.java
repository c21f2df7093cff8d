package io.github.idempotency.key;

import java.util.List;

/** The headers of the request that is being served on this thread. */
@FunctionalInterface
public interface RequestHeaders {

    /** No request is being served. */
    RequestHeaders NONE = name -> List.of();

    /** The values of every line of the header, in order; empty when there is none. */
    List<String> values(String name);
}
