package io.github.idempotency.aop;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.test.RecordingIdempotencyListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * No thread of an event loop waits for a store. BlockHound throws where one does, and the store of these tests waits at
 * every step. Negative controls: with ends on the thread that brings the answer, and with claims on the thread that calls,
 * these fail.
 */
@Timeout(60)
class NonBlockingThreadsTests {

    @BeforeAll
    static void wake() {
        BlockHound.install();
    }

    @Test
    void whoWaitsOnSuchAThreadIsFound() {
        assertThatThrownBy(() -> onEventLoop(() -> {
                    LockSupport.parkNanos(1);
                    return Mono.just("waited");
                }))
                .hasRootCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    void aMonoIsAskedForAndAnsweredThere() {
        with((orders, events) -> {
            assertThat(onEventLoop(() -> orders.mono("1"))).isEqualTo("answer");
            assertThat(onEventLoop(() -> orders.mono("1"))).isEqualTo("answer");
            assertThat(orders.runs()).isEqualTo(1);
        });
    }

    @Test
    void aFutureIsAskedForAndAnsweredThere() {
        with((orders, events) -> {
            for (int call = 0; call < 2; call++) {
                assertThat(onEventLoop(() -> Mono.fromFuture(orders.future("1"), true)))
                        .isEqualTo("answer");
            }
            assertThat(orders.runs()).isEqualTo(1);
        });
    }

    /** A caller that may wait does so itself; who brings the answer may be such a thread all the same. */
    @Test
    void aFutureOfAnotherThreadIsAnsweredThere() {
        with((orders, events) ->
                assertThat(orders.future("1").get(20, TimeUnit.SECONDS)).isEqualTo("answer"));
    }

    @Test
    void duplicatesWaitElsewhere() {
        with((orders, events) -> {
            List<String> answers = new CopyOnWriteArrayList<>();
            orders.waiting("1").subscribeOn(Schedulers.parallel()).subscribe(answers::add);
            Awaitility.await().until(() -> orders.work().currentSubscriberCount() == 1);
            // More than there are such threads.
            int duplicates = 4 * Schedulers.DEFAULT_POOL_SIZE;
            for (int i = 0; i < duplicates; i++) {
                orders.waiting("1").subscribeOn(Schedulers.parallel()).subscribe(answers::add);
            }
            Awaitility.await().until(() -> events.count(Type.WAITED) == duplicates);
            orders.work().tryEmitValue("answer");
            Awaitility.await().until(() -> answers.size() == duplicates + 1);
            assertThat(orders.runs()).isEqualTo(1);
        });
    }

    @Test
    void aCallIsCancelledThere() {
        with((orders, events) -> {
            Disposable subscriber =
                    orders.abandonable("1").subscribeOn(Schedulers.parallel()).subscribe();
            Awaitility.await().until(() -> orders.work().currentSubscriberCount() == 1);
            Schedulers.parallel().schedule(subscriber::dispose);
            Awaitility.await().until(() -> events.types().contains(Type.RELEASED));
        });
    }

    /** Its first answer, a replay of several pages, and one that is attached to. */
    @Test
    void aSequenceIsAskedForAndAnsweredThere() {
        with((orders, events) -> {
            for (int call = 0; call < 2; call++) {
                assertThat(onEventLoop(() -> orders.sequence("1").count().map(String::valueOf)))
                        .isEqualTo("1000");
            }
            assertThat(orders.runs()).isEqualTo(1);

            List<String> answers = new CopyOnWriteArrayList<>();
            for (int call = 0; call < 3; call++) {
                orders.attached("2").subscribeOn(Schedulers.parallel()).subscribe(answers::add);
            }
            Awaitility.await().until(() -> events.count(Type.ATTACHED) == 2);
            Awaitility.await().until(() -> orders.work().currentSubscriberCount() == 1);
            Schedulers.parallel().schedule(() -> orders.work().tryEmitValue("answer"));
            Awaitility.await().until(() -> answers.size() == 3);
        });
    }

    private interface Use {

        void run(Orders orders, RecordingIdempotencyListener events) throws Exception;
    }

    private static void with(Use test) {
        Starts.withoutStore(Orders.class, RecordingIdempotencyListener.class, WaitingStore.class)
                .run(context ->
                        test.run(context.getBean(Orders.class), context.getBean(RecordingIdempotencyListener.class)));
    }

    private static String onEventLoop(Supplier<Mono<String>> call) {
        return Mono.defer(call).subscribeOn(Schedulers.parallel()).block();
    }

    @Configuration(proxyBeanMethods = false)
    static class WaitingStore {

        @Bean
        IdempotencyStore store() {
            var store = new InMemoryIdempotencyStore();
            return (IdempotencyStore) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    InMemoryIdempotencyStore.class.getInterfaces(),
                    (proxy, verb, args) -> {
                        LockSupport.parkNanos(1);
                        try {
                            return verb.invoke(store, args);
                        } catch (InvocationTargetException ex) {
                            throw ex.getCause();
                        }
                    });
        }
    }

    static class Orders {

        private final AtomicInteger runs = new AtomicInteger();

        private final Sinks.One<String> work = Sinks.one();

        @Idempotent(key = "#id")
        public Mono<String> mono(String id) {
            return answer();
        }

        @Idempotent(key = "#id")
        public CompletableFuture<String> future(String id) {
            return answer().toFuture();
        }

        @Idempotent(key = "#id")
        public Flux<Integer> sequence(String id) {
            return answer().thenMany(Flux.range(0, 1_000));
        }

        @Idempotent(key = "#id", onInProgress = InProgressPolicy.ATTACH)
        public Flux<String> attached(String id) {
            return work.asMono().flux();
        }

        @Idempotent(key = "#id", onInProgress = InProgressPolicy.WAIT, waitTimeout = "2m")
        public Mono<String> waiting(String id) {
            runs.incrementAndGet();
            return work.asMono().publishOn(Schedulers.parallel());
        }

        @Idempotent(key = "#id", onCancel = CancelPolicy.CANCEL)
        public Mono<String> abandonable(String id) {
            return work.asMono();
        }

        private Mono<String> answer() {
            return Mono.fromSupplier(() -> {
                        runs.incrementAndGet();
                        return "answer";
                    })
                    .subscribeOn(Schedulers.parallel());
        }

        /** Not fields: a proxy has fields of its own. */
        public int runs() {
            return runs.get();
        }

        public Sinks.One<String> work() {
            return work;
        }
    }
}
