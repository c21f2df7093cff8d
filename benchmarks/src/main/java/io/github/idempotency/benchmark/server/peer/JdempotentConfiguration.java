package io.github.idempotency.benchmark.server.peer;

import com.trendyol.jdempotent.core.aspect.IdempotentAspect;
import com.trendyol.jdempotent.redis.RedisConfigProperties;
import com.trendyol.jdempotent.redis.RedisIdempotentRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.StringRedisSerializer;

/** What its own configuration makes, which is for an older Spring Boot and for Sentinels only. */
@Configuration(proxyBeanMethods = false)
class JdempotentConfiguration {

    @Bean
    IdempotentAspect jdempotentAspect(RedisConnectionFactory connections) {
        RedisConfigProperties properties = new RedisConfigProperties();
        properties.setPersistReqRes(true);
        properties.setExpirationTimeHour(1L);
        return new IdempotentAspect(new RedisIdempotentRepository(template(connections), properties));
    }

    /** Values are serialized by Java, as in its own template. */
    private static RedisTemplate<String, Object> template(RedisConnectionFactory connections) {
        RedisTemplate<String, Object> template = new RedisTemplate<>();
        template.setConnectionFactory(connections);
        template.setKeySerializer(new StringRedisSerializer());
        template.afterPropertiesSet();
        return template;
    }
}
