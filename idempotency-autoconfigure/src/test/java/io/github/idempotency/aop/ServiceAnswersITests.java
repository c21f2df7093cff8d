package io.github.idempotency.aop;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.redis.RedisIdempotencyStore;
import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/** The same on Redis, with nothing configured but where it is. */
class ServiceAnswersITests extends ServiceAnswers {

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    private static final AtomicInteger applications = new AtomicInteger();

    @Override
    ApplicationContextRunner application() {
        return Starts.withoutStore(Shop.class, RecordingIdempotencyListener.class)
                .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
                .withPropertyValues(
                        "spring.data.redis.port=" + redis.port(),
                        "spring.application.name=shop-" + applications.incrementAndGet());
    }

    @Test
    void recordsAreInRedis() {
        Starts.run(
                application(),
                context ->
                        assertThat(context.getBean(IdempotencyStore.class)).isInstanceOf(RedisIdempotencyStore.class));
    }

    @Test
    void aRestartedApplicationStillKnowsTheAnswer() {
        ApplicationContextRunner application = application();
        Shop.Order[] first = new Shop.Order[1];
        Starts.run(
                application, context -> first[0] = context.getBean(Shop.class).order("restart"));
        Starts.run(application, context -> {
            assertThat(context.getBean(Shop.class).order("restart")).isEqualTo(first[0]);
            assertThat(context.getBean(Shop.class).runs()).isZero();
        });
    }

    @Test
    void anotherApplicationHasKeysOfItsOwn() {
        Starts.run(application(), context -> context.getBean(Shop.class).order("shared"));
        Starts.run(application(), context -> {
            context.getBean(Shop.class).order("shared");
            assertThat(context.getBean(Shop.class).runs()).isEqualTo(1);
        });
    }
}
