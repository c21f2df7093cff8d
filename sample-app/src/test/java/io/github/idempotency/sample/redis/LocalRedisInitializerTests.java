package io.github.idempotency.sample.redis;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class LocalRedisInitializerTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.data.redis.host=redis",
                "spring.data.redis.port=6379",
                "spring.data.redis.url=redis://redis",
                "spring.data.redis.sentinel.master=shop",
                "spring.data.redis.cluster.nodes[0]=redis:6379",
                "SPRING_DATA_REDIS_HOST=redis",
            })
    void bringsNothingWhereARedisIsConfigured(String property) {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            // No data directory is set: an attempt to start one would fail.
            TestPropertyValues.of(property).applyTo(context.getEnvironment(), type(property));
            new LocalRedisInitializer().initialize(context);
            assertThat(context.getEnvironment().getPropertySources().contains("localRedis"))
                    .isFalse();
        }
    }

    private static TestPropertyValues.Type type(String property) {
        return property.startsWith("SPRING_")
                ? TestPropertyValues.Type.SYSTEM_ENVIRONMENT
                : TestPropertyValues.Type.MAP;
    }
}
