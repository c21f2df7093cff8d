package io.github.idempotency.sample.user;

import java.nio.charset.StandardCharsets;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Clerks log in with a password, agents of partners bring a token. Senders of webhooks are nobody in particular; visitors may
 * ask for a translation, and are refused because of their keys. Records are looked up and deleted by operators alone.
 */
@Configuration(proxyBeanMethods = false)
@Profile("users")
class UserConfiguration {

    @Bean
    SecurityFilterChain requests(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, "/effects")
                        .permitAll()
                        .requestMatchers("/actuator/health", "/webhooks/**", "/translations", "/error")
                        .permitAll()
                        .requestMatchers("/actuator/**", "/idempotency/console/**")
                        .hasRole("OPERATOR")
                        .anyRequest()
                        .authenticated())
                .httpBasic(Customizer.withDefaults())
                .oauth2ResourceServer(tokens -> tokens.jwt(Customizer.withDefaults()))
                .csrf(AbstractHttpConfigurer::disable)
                .build();
    }

    /** In the sample only: whoever knows a name knows the password. */
    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(user("alice", "CLERK"), user("bob", "CLERK"), user("olga", "OPERATOR"));
    }

    /** Each partner issues tokens of its own, signed with the one secret that all of them share with the shop. */
    @Bean
    JwtDecoder tokens(@Value("${sample.token-secret}") String secret) {
        return NimbusJwtDecoder.withSecretKey(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"))
                .build();
    }

    private static UserDetails user(String name, String role) {
        return User.withUsername(name).password("{noop}" + name).roles(role).build();
    }
}
