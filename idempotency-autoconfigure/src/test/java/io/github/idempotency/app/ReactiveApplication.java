package io.github.idempotency.app;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.SignalType;

import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.web.StoredStatus;

/** The reactive application under test. Anybody may call it, but {@code /owned} needs a user. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@EnableReactiveMethodSecurity
@Import({
    ReactiveController.class,
    ReactiveController.Errors.class,
    ReactiveFunctions.class,
    ReactiveOwnedController.class,
    ReactiveStreamController.class,
    ReactiveTypesController.class,
    ReactivePartsController.class,
    ReactiveCancelledController.class,
    ReactiveJobsController.class,
})
public class ReactiveApplication {

    @Bean
    Caller caller() {
        return new Caller();
    }

    @Bean
    Effects effects() {
        return new Effects();
    }

    @Bean
    ReactiveGates gates() {
        return new ReactiveGates();
    }

    @Bean
    ReactiveFeeds feeds() {
        return new ReactiveFeeds();
    }

    @Bean
    RecordingIdempotencyListener recordingListener() {
        return new RecordingIdempotencyListener();
    }

    @Bean
    RouterFunction<ServerResponse> routes(ReactiveFunctions functions) {
        return RouterFunctions.route()
                .POST("/functions/receipts", functions::receipt)
                .build();
    }

    /** Has nothing to say of one status, as who forgot a case. */
    @Bean
    StoredStatus statuses() {
        return status -> {
            if (status == 299) {
                throw new IllegalStateException("Who has heard of 299?");
            }
            return StoredStatus.DEFAULT.isStored(status);
        };
    }

    /** What filters around ours say is on first answers and replays alike. */
    @Bean
    @Order(0)
    WebFilter outerFilter() {
        return saying("X-Outer");
    }

    /** Sees a caller leave, when all further in has seen it. */
    @Bean
    @Order(0)
    WebFilter leavingFilter(ReactiveFeeds feeds) {
        return (exchange, chain) -> chain.filter(exchange).doFinally(signal -> {
            if (signal == SignalType.CANCEL) {
                feeds.leave(exchange.getRequest().getHeaders().getFirst("Idempotency-Key"));
            }
        });
    }

    /** So is what filters say that stand further in, as those without an order do. */
    @Bean
    WebFilter innerFilter() {
        return saying("X-Inner");
    }

    private static WebFilter saying(String name) {
        return (exchange, chain) -> {
            exchange.getResponse().getHeaders().set(name, "said");
            return chain.filter(exchange);
        };
    }

    @Bean
    SecurityWebFilterChain security(ServerHttpSecurity http) {
        return http.csrf(csrf -> csrf.disable())
                .httpBasic(Customizer.withDefaults())
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers("/owned/**")
                        .authenticated()
                        .anyExchange()
                        .permitAll())
                .build();
    }

    @Bean
    MapReactiveUserDetailsService users() {
        return new MapReactiveUserDetailsService(user("alice", "TELLER"), user("bob", "TELLER"), user("eve", "GUEST"));
    }

    private static UserDetails user(String name, String role) {
        return User.withUsername(name).password("{noop}secret").roles(role).build();
    }
}
