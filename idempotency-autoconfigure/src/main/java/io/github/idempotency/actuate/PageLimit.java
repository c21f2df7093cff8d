package io.github.idempotency.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** How many entries a page has at most: from 1 to 1000, 100 unless said. */
final class PageLimit {

    private static final int DEFAULT = 100;

    private static final int LARGEST = 1000;

    private PageLimit() {}

    /** @throws InvalidEndpointRequestException if it is out of bounds */
    static int of(@Nullable Integer limit) {
        int size = limit == null ? DEFAULT : limit;
        if (size < 1 || size > LARGEST) {
            throw new InvalidEndpointRequestException("The limit is " + size, "limit must be from 1 to " + LARGEST);
        }
        return size;
    }
}
