package io.github.idempotency.app;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import io.github.idempotency.test.RecordingIdempotencyListener;

/** An application whose handlers answer after they have returned. {@code /later/owned} needs a user, everywhere. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@Import({
    TestRedis.class,
    Caller.class,
    Effects.class,
    Gates.class,
    LaterController.class,
    LaterController.Functions.class,
    LaterController.Views.class,
    LaterWork.class,
    RecordingIdempotencyListener.class,
})
public class LaterApplication {

    @Bean
    RouterFunction<ServerResponse> laterRoutes(LaterController.Functions functions) {
        return RouterFunctions.route()
                .POST("/later/function", functions::create)
                .build();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.csrf(csrf -> csrf.disable())
                .httpBasic(Customizer.withDefaults())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/later/owned")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .build();
    }

    @Bean
    InMemoryUserDetailsManager users() {
        return new InMemoryUserDetailsManager(User.withUsername("alice")
                .password("{noop}secret")
                .roles("TELLER")
                .build());
    }
}
