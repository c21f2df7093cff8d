package io.github.idempotency.key;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;

/**
 * The name of the authenticated principal; nobody in particular for an anonymous one. A subject is unique only with its
 * issuer (OpenID Connect Core, section 2), so the owner behind a token or login of OAuth 2 is {@code issuer#name}, or
 * {@code registration#name} where the login provider issues no claims.
 */
public final class SecurityKeyOwnerResolver implements KeyOwnerResolver {

    private final boolean tokens = isPresent("org.springframework.security.oauth2.core.ClaimAccessor");

    private final boolean logins =
            isPresent("org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken");

    private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

    @Override
    public String resolveOwner() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (!trust.isAuthenticated(authentication)) {
            return "";
        }
        String issuer = tokens ? TokenIssuers.claimed(authentication) : "";
        if (issuer.isEmpty() && logins) {
            issuer = TokenIssuers.registered(authentication);
        }
        return issuer.isEmpty() ? authentication.getName() : issuer + "#" + authentication.getName();
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, SecurityKeyOwnerResolver.class.getClassLoader());
    }
}
