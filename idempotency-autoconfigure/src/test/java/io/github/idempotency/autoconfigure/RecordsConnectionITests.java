package io.github.idempotency.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.redis.RedisNode;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/** The connection of the records' own reaches whatever kind of Redis the application is configured for. */
class RecordsConnectionITests {

    @RegisterExtension
    static final EmbeddedRedis standalone = EmbeddedRedis.standalone();

    @RegisterExtension
    static final EmbeddedRedis sentinel = EmbeddedRedis.sentinel();

    @RegisterExtension
    static final EmbeddedRedis cluster = EmbeddedRedis.cluster();

    private final ApplicationContextRunner application =
            Starts.withoutStore().withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class));

    @Test
    void standalone() {
        reached(application.withPropertyValues("spring.data.redis.port=" + standalone.port()));
    }

    @Test
    void sentinel() {
        reached(application.withPropertyValues(
                "spring.data.redis.sentinel.master=" + EmbeddedRedis.MASTER_NAME,
                "spring.data.redis.sentinel.nodes="
                        + sentinel.sentinels().stream().map(RedisNode::address).collect(joining(","))));
    }

    @Test
    void cluster() {
        reached(application.withPropertyValues("spring.data.redis.cluster.nodes="
                + cluster.nodes().stream().map(RedisNode::address).collect(joining(","))));
    }

    @Test
    void itIsClosedWithTheApplication() {
        LettuceConnectionFactory[] own = new LettuceConnectionFactory[1];
        Starts.run(
                application.withPropertyValues("spring.data.redis.port=" + standalone.port()),
                context -> own[0] = (LettuceConnectionFactory)
                        context.getBean(RecordsConnection.class).factory());
        assertThat(own[0].isRunning()).isFalse();
    }

    private static void reached(ApplicationContextRunner runner) {
        Starts.run(runner, context -> {
            LettuceConnectionFactory own = (LettuceConnectionFactory)
                    context.getBean(RecordsConnection.class).factory();
            LettuceConnectionFactory applications =
                    (LettuceConnectionFactory) context.getBean(RedisConnectionFactory.class);
            assertThat(own).isNotSameAs(applications);
            assertThat(own.getTimeout()).isEqualTo(2_000);
            assertThat(applications.getTimeout()).isEqualTo(60_000);
            ClaimRequest request = new ClaimRequest(
                    StoreKey.of("reached"),
                    "test",
                    Fingerprint.NONE,
                    Effect.REPEATABLE,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1));
            IdempotencyStore store = context.getBean(IdempotencyStore.class);
            assertThat(store.claim(request)).isInstanceOf(Claim.Acquired.class);
            assertThat(store.claim(request)).isInstanceOf(Claim.InProgress.class);
        });
    }
}
