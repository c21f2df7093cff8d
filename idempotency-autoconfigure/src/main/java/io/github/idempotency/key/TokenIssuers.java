package io.github.idempotency.key;

import java.util.Objects;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.ClaimAccessor;

/** Who vouches for a principal of OAuth 2; empty if nobody does. Apart, because the application may lack the classes. */
final class TokenIssuers {

    private TokenIssuers() {}

    /** The {@code iss} claim of a JWT, an ID token or an introspected token. */
    static String claimed(Authentication authentication) {
        return authentication.getPrincipal() instanceof ClaimAccessor claims
                ? Objects.toString(claims.getClaims().get("iss"), "")
                : "";
    }

    /** The client registration of a login. */
    static String registered(Authentication authentication) {
        return authentication instanceof OAuth2AuthenticationToken login
                ? login.getAuthorizedClientRegistrationId()
                : "";
    }
}
