package io.github.idempotency.console;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Refuses what another site may have made a browser send, and what operators may not do. This is beside the
 * application's own security, not instead of it: who the operator is, it does not ask.
 */
final class ConsoleGuard {

    /** No form can send it, and no script of another origin without being allowed to. */
    static final String HEADER = "X-Idempotency-Console";

    private final ConsoleAccess access;

    ConsoleGuard(ConsoleAccess access) {
        this.access = access;
    }

    ConsoleAccess access() {
        return access;
    }

    /** @throws ConsoleException unless the console's own page has sent it */
    void requireOwnPage(ServerRequest request) {
        String site = request.headers().firstHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            throw refused("It comes from another site");
        }
        if (request.headers().firstHeader(HEADER) == null) {
            throw refused("It lacks the header " + HEADER);
        }
        if (!request.headers()
                .contentType()
                .map(MediaType.APPLICATION_JSON::includes)
                .orElse(false)) {
            throw refused("Its content type is not application/json");
        }
    }

    /** @throws ConsoleException if operators may only look */
    void requireUnrestricted() {
        if (access != ConsoleAccess.UNRESTRICTED) {
            throw refused("idempotency.console.access is read-only");
        }
    }

    private static ConsoleException refused(String why) {
        return new ConsoleException(ConsoleException.FORBIDDEN, why);
    }
}
