package io.github.idempotency.app;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** An application whose guarded work is in the database that its records are in. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({JoinedController.class, JoinedController.Desk.class})
public class JoinedApplication {

    @Bean
    Caller caller() {
        return new Caller();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }
}
