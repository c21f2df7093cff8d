package io.github.idempotency.sample.redis;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Brings a Redis along unless one is configured, before anything connects, and lets go of it after everything. */
public class LocalRedisInitializer implements ApplicationContextInitializer<GenericApplicationContext> {

    @Override
    public void initialize(GenericApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (isConfigured(environment)) {
            return;
        }
        Path directory = Path.of(environment.getRequiredProperty("sample.data-dir"), "redis");
        LocalRedis redis = LocalRedis.open(directory);
        // The first to be registered is the last to be destroyed, also when the start fails half-way.
        context.getDefaultListableBeanFactory().registerDisposableBean("localRedis", redis::close);
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "localRedis",
                        Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", redis.port())));
    }

    private static boolean isConfigured(ConfigurableEnvironment environment) {
        Binder binder = Binder.get(environment);
        return Stream.of("host", "port", "url").anyMatch(name -> environment.containsProperty(property(name)))
                || Stream.of("sentinel", "cluster", "masterreplica")
                        .anyMatch(name -> binder.bind(property(name), Bindable.mapOf(String.class, Object.class))
                                .isBound());
    }

    private static String property(String name) {
        return "spring.data.redis." + name;
    }
}
