package io.github.idempotency.aop;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.test.RecordingIdempotencyListener;

import static org.assertj.core.api.Assertions.assertThat;

/** Nobody is given more elements of a service's sequence than were asked for. */
@Timeout(60)
class FluxBackpressureTests {

    private static final int SIZE = 20 * StoredElements.PAGE;

    @Test
    void theWorkIsAskedForAsMuchAsItsSubscriberWants() {
        with((counters, events, store) -> {
            Slow subscriber = new Slow(counters.count("1", SIZE));
            subscriber.takes(2);
            assertThat(counters.asked()).isEqualTo(2);
            subscriber.takes(3);
            assertThat(counters.asked()).isEqualTo(5);
            assertThat(events.types()).containsExactly(Type.STARTED);
            subscriber.takes(SIZE - 5);
            Awaitility.await().until(() -> subscriber.complete);
        });
    }

    /** Negative control: with all pages read at once, more of them have been read than were asked for. */
    @Test
    void aReplayIsReadByPagesAsItIsAskedFor() {
        with((counters, events, store) -> {
            counters.count("1", SIZE).blockLast();
            store.pages.set(0);
            Slow subscriber = new Slow(counters.count("1", SIZE));
            subscriber.takes(1);
            subscriber.takes(StoredElements.PAGE);
            assertThat(store.pages).hasValueLessThanOrEqualTo(3);
            subscriber.takes(SIZE - StoredElements.PAGE - 1);
            Awaitility.await().until(() -> subscriber.complete);
            assertThat(store.pages).hasValue(20);
            assertThat(subscriber.seen)
                    .isEqualTo(Flux.range(0, SIZE).collectList().block());
        });
    }

    @Test
    void whoIsAttachedTakesWhatItWants() {
        with((counters, events, store) -> {
            Slow first = new Slow(counters.count("1", SIZE));
            first.takes(10);
            Slow second = new Slow(counters.count("1", SIZE));
            second.takes(3);
            second.takes(7);
            assertThat(events.types()).containsExactly(Type.STARTED, Type.ATTACHED);
            first.takes(SIZE - 10);
            Awaitility.await().until(() -> first.complete);
            second.takes(SIZE - 10);
            Awaitility.await().until(() -> second.complete);
            assertThat(second.seen).isEqualTo(first.seen).hasSize(SIZE);
        });
    }

    private interface Use {

        void run(Counters counters, RecordingIdempotencyListener events, CountedStore store) throws Exception;
    }

    private static void with(Use test) {
        Starts.withoutStore(Counters.class, RecordingIdempotencyListener.class, CountedStore.class)
                .run(context -> test.run(
                        context.getBean(Counters.class),
                        context.getBean(RecordingIdempotencyListener.class),
                        context.getBean(CountedStore.class)));
    }

    /** Asks for elements when told to, and waits for no more than those. */
    private static final class Slow extends BaseSubscriber<Integer> {

        private final List<Integer> seen = new CopyOnWriteArrayList<>();

        private volatile boolean complete;

        Slow(Flux<Integer> sequence) {
            sequence.subscribe(this);
        }

        void takes(int more) {
            int all = seen.size() + more;
            request(more);
            Awaitility.await().until(() -> seen.size() >= all);
            assertThat(seen).hasSize(all);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(Integer element) {
            seen.add(element);
        }

        @Override
        protected void hookOnComplete() {
            complete = true;
        }
    }

    static class Counters {

        private final AtomicLong asked = new AtomicLong();

        @Idempotent(key = "#id", onInProgress = InProgressPolicy.ATTACH)
        public Flux<Integer> count(String id, int size) {
            return Flux.range(0, size).doOnRequest(asked::addAndGet);
        }

        /** Not a field: a proxy has fields of its own. */
        public long asked() {
            return asked.get();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class CountedStore {

        private final AtomicInteger pages = new AtomicInteger();

        @Bean
        IdempotencyStore store() {
            var store = new InMemoryIdempotencyStore();
            return (IdempotencyStore) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    InMemoryIdempotencyStore.class.getInterfaces(),
                    (proxy, verb, args) -> {
                        if (verb.getName().equals("frames")) {
                            pages.incrementAndGet();
                        }
                        try {
                            return verb.invoke(store, args);
                        } catch (InvocationTargetException ex) {
                            throw ex.getCause();
                        }
                    });
        }
    }
}
