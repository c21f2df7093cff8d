package io.github.idempotency.aop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonValue;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import kotlinx.coroutines.reactive.ReactiveFlowKt;
import org.awaitility.Awaitility;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import io.github.idempotency.CancelPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.test.RecordingIdempotencyListener;

/** Services that answer with a sequence of elements: some at once, some as a test brings them. */
class Feeds {

    record Order(int number, List<String> lines) {

        static Order of(int number) {
            return new Order(number, List.of("tea"));
        }
    }

    record Unwritable(String name) {

        public String getTrouble() {
            if (name.equals("second")) {
                throw new IllegalStateException("no trouble to tell");
            }
            return "";
        }
    }

    /** What is written as null is read as null, which is no element. */
    record Absent(@JsonValue String text) {}

    interface Use {

        void run(Feeds feeds, RecordingIdempotencyListener events) throws Exception;
    }

    private final AtomicInteger runs = new AtomicInteger();

    private volatile Sinks.Many<Order> latest = Sinks.many().unicast().onBackpressureBuffer();

    static void with(Use test, String... properties) {
        Starts.application(Feeds.class, RecordingIdempotencyListener.class)
                .withPropertyValues(properties)
                .run(context ->
                        test.run(context.getBean(Feeds.class), context.getBean(RecordingIdempotencyListener.class)));
    }

    @Idempotent(key = "#id")
    public Flux<Order> orders(String id, int size) {
        return counted(Flux.range(1, size).map(Order::of)).publishOn(Schedulers.parallel());
    }

    @Idempotent(key = "#id")
    public Flux<Integer> numbers(String id, int size) {
        return counted(Flux.range(0, size));
    }

    @Idempotent(key = "#id")
    public Flux<String> texts(String id, String... texts) {
        return counted(Flux.just(texts));
    }

    @Idempotent(key = "#id")
    public Flux<List<Order>> batches(String id) {
        return counted(Flux.just(List.of(Order.of(1), Order.of(2)), List.of()));
    }

    @Idempotent(key = "#id")
    public Flux<Map<String, List<Order>>> byCustomer(String id) {
        return counted(Flux.just(Map.of("acme", List.of(Order.of(1)))));
    }

    @Idempotent(key = "#id")
    public Flux<Unwritable> unwritable(String id) {
        return Flux.just("first", "second", "third").map(Unwritable::new);
    }

    @Idempotent(key = "#id")
    public Flux<Absent> absent(String id) {
        return Flux.just(new Absent("here"), new Absent(null));
    }

    @Idempotent(key = "#id", onInProgress = InProgressPolicy.ATTACH)
    public Flux<Order> attached(String id) {
        return latest();
    }

    @Idempotent(key = "#id")
    public Flux<Order> live(String id) {
        return latest();
    }

    @Idempotent(key = "#id", onInProgress = InProgressPolicy.WAIT, waitTimeout = "2m")
    public Flux<Order> waiting(String id) {
        return latest();
    }

    @Idempotent(key = "#id", onCancel = CancelPolicy.CANCEL, onInProgress = InProgressPolicy.ATTACH)
    public Flux<Order> abandonable(String id) {
        return latest();
    }

    @Idempotent(key = "#id", effect = Effect.IRREVERSIBLE, onCancel = CancelPolicy.CANCEL)
    public Flux<Order> irreversible(String id) {
        return latest();
    }

    @Idempotent(
            key = "#id",
            effect = Effect.IRREVERSIBLE,
            remember = Declined.class,
            releaseOn = IllegalArgumentException.class)
    public Flux<Order> failing(String id, Exception failure) {
        return counted(Flux.just(Order.of(1), Order.of(2)).concatWith(Flux.error(failure)));
    }

    @Idempotent(key = "#id")
    public Flux<Order> repeatable(String id, Exception failure) {
        return counted(Flux.just(Order.of(1)).concatWith(Flux.error(failure)));
    }

    @Idempotent(key = "#id")
    public Flux<Order> slow(String id) {
        return counted(Flux.just(Order.of(1)).concatWith(Flux.never()).timeout(Duration.ofMillis(20)));
    }

    @Idempotent(key = "#id")
    public Flux<Order> throwing(String id) {
        runs.incrementAndGet();
        throw new IllegalStateException("overloaded");
    }

    @Idempotent(key = "#id")
    public Flux<Order> forgotten(String id) {
        return null;
    }

    @Idempotent(key = "#id", scope = "contextual")
    public Flux<String> contextual(String id) {
        return Flux.deferContextual(context -> {
                    IdempotencyContext running = context.get(IdempotencyContext.class);
                    return Flux.just(context.get("tenant"), running.scope());
                })
                .subscribeOn(Schedulers.parallel());
    }

    @Idempotent(key = "#id", effect = Effect.IRREVERSIBLE, reconcileWith = "find")
    public Flux<Order> charged(String id) {
        return Flux.error(new IllegalStateException("timeout"));
    }

    Reconciliation<List<Order>> find(String id) {
        return Reconciliation.happened(List.of(Order.of(7), Order.of(8)));
    }

    @Idempotent(key = "#id")
    public Publisher<Order> publisher(String id) {
        return counted(Flux.just(Order.of(1), Order.of(2)));
    }

    @Idempotent(key = "#id")
    public Flow.Publisher<Order> published(String id) {
        return JdkFlowAdapter.publisherToFlowPublisher(counted(Flux.just(Order.of(1), Order.of(2))));
    }

    @Idempotent(key = "#id")
    public Flowable<Order> flowable(String id) {
        return Flowable.fromPublisher(counted(Flux.just(Order.of(1), Order.of(2))));
    }

    @Idempotent(key = "#id")
    public Observable<Order> observable(String id) {
        return Observable.fromPublisher(counted(Flux.just(Order.of(1), Order.of(2))));
    }

    @Idempotent(key = "#id")
    public kotlinx.coroutines.flow.Flow<Order> flow(String id) {
        return ReactiveFlowKt.asFlow(counted(Flux.just(Order.of(1), Order.of(2))));
    }

    /** Not fields: a proxy has fields of its own. */
    public int runs() {
        return runs.get();
    }

    /** The work that was begun last, once somebody wants its elements. */
    public Sinks.Many<Order> work() {
        Awaitility.await().until(() -> latest.currentSubscriberCount() == 1);
        return latest;
    }

    public boolean isWanted() {
        return latest.currentSubscriberCount() == 1;
    }

    private Flux<Order> latest() {
        runs.incrementAndGet();
        latest = Sinks.many().unicast().onBackpressureBuffer();
        return latest.asFlux();
    }

    private <T> Flux<T> counted(Flux<T> elements) {
        return elements.doOnSubscribe(subscription -> runs.incrementAndGet());
    }
}
