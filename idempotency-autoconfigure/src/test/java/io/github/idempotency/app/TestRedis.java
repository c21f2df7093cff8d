package io.github.idempotency.app;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistrar;

import io.github.idempotency.test.redis.EmbeddedRedis;

/** A Redis that lives as long as the application context, which test classes share. */
@Configuration(proxyBeanMethods = false)
public class TestRedis {

    @Bean
    EmbeddedRedis redis() {
        return EmbeddedRedis.standalone().appendOnly().start();
    }

    @Bean
    DynamicPropertyRegistrar redisProperties(EmbeddedRedis redis) {
        return registry -> {
            registry.add("spring.data.redis.host", redis::host);
            registry.add("spring.data.redis.port", redis::port);
        };
    }
}
