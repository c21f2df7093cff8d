package io.github.idempotency.sample.docs;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Quoted by docs/console.md. No configuration, so that the sample does not find it. */
class ConsoleSecurity {

    // tag::chain[]
    @Bean
    @Order(1)
    SecurityFilterChain console(HttpSecurity http) {
        String path = "/idempotency/console";
        return http.securityMatcher(path, path + "/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                HttpMethod.POST, path + "/api/settle", path + "/api/delete")
                        .hasRole("IDEMPOTENCY_ADMIN")
                        .anyRequest()
                        .hasAnyRole("IDEMPOTENCY_ADMIN", "OPERATOR"))
                .formLogin(Customizer.withDefaults())
                .build();
    }
    // end::chain[]
}
