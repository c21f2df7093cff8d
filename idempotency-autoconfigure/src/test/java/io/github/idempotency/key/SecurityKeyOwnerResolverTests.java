package io.github.idempotency.key;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

/** Whom Spring Security knows, and who vouches for him: equal names of two issuers are two owners. */
class SecurityKeyOwnerResolverTests {

    private static final List<GrantedAuthority> USER = AuthorityUtils.createAuthorityList("USER");

    private static final String ISSUER = "https://login.example.com/realms/a";

    private final SecurityKeyOwnerResolver owners = new SecurityKeyOwnerResolver();

    @AfterEach
    void logOut() {
        SecurityContextHolder.clearContext();
    }

    private String ownerOf(Authentication authentication) {
        SecurityContextHolder.getContext().setAuthentication(authentication);
        return owners.resolveOwner();
    }

    @Test
    void nobodyIsNobodyInParticular() {
        assertThat(owners.resolveOwner()).isEmpty();
        assertThat(ownerOf(new AnonymousAuthenticationToken("key", "anonymousUser", USER)))
                .isEmpty();
        assertThat(ownerOf(UsernamePasswordAuthenticationToken.unauthenticated("alice", "secret")))
                .isEmpty();
    }

    @Test
    void aUserIsHisName() {
        assertThat(ownerOf(UsernamePasswordAuthenticationToken.authenticated("alice", "secret", USER)))
                .isEqualTo("alice");
    }

    @Test
    void theSubjectOfATokenBelongsToItsIssuer() {
        Jwt token = Jwt.withTokenValue("token")
                .header("alg", "none")
                .issuer(ISSUER)
                .subject("alice")
                .build();
        assertThat(ownerOf(new JwtAuthenticationToken(token, USER))).isEqualTo(ISSUER + "#alice");
    }

    @Test
    void aTokenWithoutAnIssuerIsItsSubject() {
        Jwt token = Jwt.withTokenValue("token")
                .header("alg", "none")
                .subject("alice")
                .build();
        assertThat(ownerOf(new JwtAuthenticationToken(token, USER))).isEqualTo("alice");
    }

    @Test
    void aLoginWithOpenIdConnectBelongsToItsIssuer() {
        OidcIdToken token = new OidcIdToken(
                "token", Instant.EPOCH, Instant.EPOCH.plusSeconds(1), Map.of("iss", ISSUER, "sub", "alice"));
        assertThat(ownerOf(new OAuth2AuthenticationToken(new DefaultOidcUser(USER, token), USER, "a")))
                .isEqualTo(ISSUER + "#alice");
    }

    @Test
    void aLoginWithoutClaimsBelongsToItsRegistration() {
        DefaultOAuth2User user = new DefaultOAuth2User(USER, Map.of("id", "17"), "id");
        assertThat(ownerOf(new OAuth2AuthenticationToken(user, USER, "github"))).isEqualTo("github#17");
        assertThat(ownerOf(new OAuth2AuthenticationToken(user, USER, "gitlab"))).isEqualTo("gitlab#17");
    }
}
