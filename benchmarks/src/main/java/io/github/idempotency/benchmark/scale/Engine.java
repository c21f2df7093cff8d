package io.github.idempotency.benchmark.scale;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;

import io.github.idempotency.autoconfigure.IdempotencyAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyEncryptionAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyStoreAutoConfiguration;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.redis.RedisIdempotencyStore;
import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.redis.RedisNode;

/** The engine on a Redis, in this process, with the connection, settings and parts that an application gets. */
record Engine(ConfigurableApplicationContext context, IdempotentExecutor executor, RedisIdempotencyStore store)
        implements AutoCloseable {

    /** Bytes as they are. */
    static final ResultCodec<byte[]> BYTES = new ResultCodec<>() {

        @Override
        public byte[] encode(byte[] value) {
            return value;
        }

        @Override
        public byte[] decode(byte[] bytes) {
            return bytes;
        }
    };

    private static final KeyScope SCOPE = new KeyScope("shop", "orders.place", "alice");

    static Engine on(EmbeddedRedis redis, String... properties) {
        String[] all = Stream.concat(
                        Stream.of(
                                redis.nodes().size() == 1
                                        ? "spring.data.redis.port=" + redis.port()
                                        : "spring.data.redis.cluster.nodes="
                                                + redis.nodes().stream()
                                                        .map(RedisNode::address)
                                                        .collect(Collectors.joining(",")),
                                "spring.data.redis.host=127.0.0.1",
                                "spring.config.name=engine",
                                "logging.level.root=warn",
                                // A full server may take its time, and is to be measured and not given up.
                                "idempotency.redis.timeout=10s",
                                "idempotency.near-cache.max-size=0"),
                        Arrays.stream(properties))
                .toArray(String[]::new);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .properties(all)
                .run();
        return new Engine(
                context, context.getBean(IdempotentExecutor.class), context.getBean(RedisIdempotencyStore.class));
    }

    static IdempotentOperation operation(String key) {
        return IdempotentOperation.of(SCOPE, key);
    }

    @Override
    public void close() {
        context.close();
    }

    /** What the starter brings to an application without a web server, and nothing that other libraries bring. */
    @Configuration(proxyBeanMethods = false)
    @Import(Parts.Selector.class)
    static class Parts {

        /** By their names, as auto-configurations are read: not all that they mention has to be there. */
        static class Selector implements DeferredImportSelector {

            @Override
            public String[] selectImports(AnnotationMetadata metadata) {
                return Stream.of(
                                AopAutoConfiguration.class,
                                DataRedisAutoConfiguration.class,
                                IdempotencyEncryptionAutoConfiguration.class,
                                IdempotencyStoreAutoConfiguration.class,
                                IdempotencyAutoConfiguration.class)
                        .map(Class::getName)
                        .toArray(String[]::new);
            }
        }
    }
}
