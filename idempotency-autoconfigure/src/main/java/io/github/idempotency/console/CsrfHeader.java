package io.github.idempotency.console;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.util.ClassUtils;

/**
 * What Spring Security wants to see in a header of a request that changes something, wherever it keeps it itself.
 *
 * @param header the name of the header
 * @param token its value for this session
 */
record CsrfHeader(String header, String token) {

    private static final boolean PRESENT =
            ClassUtils.isPresent("org.springframework.security.web.csrf.CsrfToken", CsrfHeader.class.getClassLoader());

    /** Null if Spring Security is not there, or does not ask for a token. */
    static @Nullable CsrfHeader of(HttpServletRequest request) {
        return PRESENT ? Expected.by(request) : null;
    }

    /** Apart, so that nothing of Spring Security is looked for where it is not. */
    private static final class Expected {

        static @Nullable CsrfHeader by(HttpServletRequest request) {
            return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                    ? new CsrfHeader(token.getHeaderName(), token.getToken())
                    : null;
        }
    }
}
