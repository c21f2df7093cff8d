package io.github.idempotency.benchmark.server.peer;

import java.util.Objects;

import com.pig4cloud.plugin.idempotent.aspect.IdempotentAspect;
import com.pig4cloud.plugin.idempotent.expression.ExpressionResolver;
import com.pig4cloud.plugin.idempotent.expression.KeyResolver;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What its own configuration makes, which is for an older Spring Boot. */
@Configuration(proxyBeanMethods = false)
class PigConfiguration {

    @Bean(destroyMethod = "shutdown")
    RedissonClient redisson(DataRedisConnectionDetails details) {
        DataRedisConnectionDetails.Standalone server = Objects.requireNonNull(details.getStandalone());
        Config config = new Config();
        config.useSingleServer().setAddress("redis://%s:%d".formatted(server.getHost(), server.getPort()));
        return Redisson.create(config);
    }

    @Bean
    KeyResolver pigKeyResolver() {
        return new ExpressionResolver();
    }

    @Bean
    IdempotentAspect pigAspect() {
        return new IdempotentAspect();
    }
}
