package io.github.idempotency.app;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import io.github.idempotency.test.RecordingIdempotencyListener;

/** The application under test. Anybody may call it, but {@code /owned} needs a user. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@EnableMethodSecurity
@Import({
    TestRedis.class,
    CountingController.class,
    DocumentedController.class,
    EchoController.class,
    EntityController.class,
    FailingController.class,
    OrderFunctions.Routes.class,
    OwnedController.class,
    PaymentController.class,
    RecoveringController.class,
    SelectingController.class,
    ServletController.class,
    ShopController.class,
    UnguardedController.class,
    ValueController.class,
    ViewController.class,
    ViewController.Page.class,
    ViewController.DefaultPage.class,
    WatchedController.class,
    WatchedController.Watcher.class,
})
public class GuardedApplication {

    @Bean
    Caller caller() {
        return new Caller();
    }

    @Bean
    InputStreamConverter inputStreamConverter() {
        return new InputStreamConverter();
    }

    @Bean
    Effects effects() {
        return new Effects();
    }

    @Bean
    Gates gates() {
        return new Gates();
    }

    @Bean
    Ledger ledger() {
        return new Ledger();
    }

    @Bean
    RecordingIdempotencyListener recordingListener() {
        return new RecordingIdempotencyListener();
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.csrf(csrf -> csrf.disable())
                .httpBasic(Customizer.withDefaults())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/owned/**")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .build();
    }

    @Bean
    InMemoryUserDetailsManager users() {
        return new InMemoryUserDetailsManager(user("alice", "TELLER"), user("bob", "TELLER"), user("eve", "GUEST"));
    }

    private static UserDetails user(String name, String role) {
        return User.withUsername(name).password("{noop}secret").roles(role).build();
    }
}
