package io.github.idempotency.aop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Sinks;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.aop.Feeds.Order;
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
        return application(Shop.class);
    }

    private static ApplicationContextRunner application(Class<?> service) {
        return Starts.withoutStore(service, RecordingIdempotencyListener.class)
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

    /** Two applications of one name are two nodes. */
    @Test
    void aSequenceIsFollowedAndReplayedOnAnotherNodeAndItsBreakTold() {
        ApplicationContextRunner node = application(Feeds.class);
        Starts.run(
                node,
                first -> Starts.run(node, second -> {
                    isFollowedAndReplayed(first.getBean(Feeds.class), second.getBean(Feeds.class));
                    isBrokenOff(first.getBean(Feeds.class), second.getBean(Feeds.class));
                }));
    }

    private static void isFollowedAndReplayed(Feeds owner, Feeds other) {
        List<Order> given = new CopyOnWriteArrayList<>();
        AtomicBoolean ended = new AtomicBoolean();
        owner.attached("1").doOnComplete(() -> ended.set(true)).subscribe(given::add);
        Sinks.Many<Order> work = owner.work();
        work.tryEmitNext(Order.of(0));
        List<Order> followed = new CopyOnWriteArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        other.attached("1").doOnComplete(() -> over.set(true)).subscribe(followed::add);
        Awaitility.await().until(() -> followed.contains(Order.of(0)));

        for (int i = 1; i < 600; i++) {
            work.tryEmitNext(Order.of(i));
        }
        Awaitility.await().until(() -> followed.size() == 600);
        assertThat(over).isFalse();
        work.tryEmitComplete();
        Awaitility.await().until(() -> ended.get() && over.get());

        assertThat(followed).isEqualTo(given);
        assertThat(other.attached("1").collectList().block()).isEqualTo(given);
        assertThat(other.runs()).isZero();
    }

    private static void isBrokenOff(Feeds owner, Feeds other) {
        owner.attached("2").subscribe(order -> {}, failure -> {});
        owner.work().tryEmitNext(Order.of(1));
        List<Object> signals = new CopyOnWriteArrayList<>();
        other.attached("2").subscribe(signals::add, failure -> signals.add(((IdempotencyException) failure).problem()));
        Awaitility.await().until(() -> signals.contains(Order.of(1)));
        owner.work().tryEmitError(new IllegalStateException("overloaded"));
        Awaitility.await().until(() -> signals.size() == 2);
        assertThat(signals).containsExactly(Order.of(1), IdempotencyProblem.IN_PROGRESS);
    }
}
