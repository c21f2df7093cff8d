package io.github.idempotency.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import io.github.idempotency.observation.IntentsFoundEvent;

/** Another process of the application under test, with as little of it as a load needs. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
@Import({CountingController.class, TokensController.class, TransferController.class})
public class CountingApplication {

    static final String READY = "listening on port ";

    public static void main(String[] args) {
        SpringApplication.run(CountingApplication.class, args);
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    Transfers transfers(StringRedisTemplate redis) {
        return new Transfers(redis);
    }

    @Bean
    TransferLedger transferLedger(StringRedisTemplate redis) {
        return new TransferLedger(redis);
    }

    @EventListener
    void found(IntentsFoundEvent event) {
        System.out.println(event);
    }

    @EventListener
    void ready(WebServerInitializedEvent event) {
        System.out.println(READY + event.getWebServer().getPort() + ".");
    }
}
