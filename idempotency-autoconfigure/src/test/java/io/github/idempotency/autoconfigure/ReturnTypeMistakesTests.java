package io.github.idempotency.autoconfigure;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

/** An answer that nobody is told of, or can be read only once, is refused from its signature. */
class ReturnTypeMistakesTests {

    @Test
    void aServiceThatAnswersLaterInAWayThatNobodyIsToldOf() {
        assertThat(Starts.failure(ServiceThatAnswersLater.class).getDescription())
                .contains("ServiceThatAnswersLater.create() returns java.util.concurrent.Future")
                .contains("which is answered later: return a CompletableFuture or a Mono of the value");
    }

    @Test
    void servicesWhoseElementsHaveNoDeclaredType() {
        assertThat(Starts.failure(RawFlux.class).getDescription())
                .contains("RawFlux.create() returns reactor.core.publisher.Flux")
                .contains("which is a raw type: declare the type of its elements");
        assertThat(Starts.failure(FluxOfAnything.class).getDescription())
                .contains("FluxOfAnything.create() returns java.lang.Object, which says nothing about")
                .contains("declare the concrete type");
        assertThat(Starts.failure(FluxOfFluxes.class).getDescription()).contains("is answered later");
    }

    /** Such an object can be written, after a fashion, and never made again. */
    @Test
    void servicesWhoseElementsCannotBeMadeFromWhatIsStored() {
        assertThat(Starts.failure(FluxOfEvents.class).getDescription())
                .contains(
                        "FluxOfEvents.create() returns org.springframework.http.codec.ServerSentEvent<java.lang.String>")
                .contains("has neither a constructor nor a factory method");
    }

    @Test
    void servicesWhoseAnswerHasNoDeclaredType() {
        assertThat(Starts.failure(RawFuture.class).getDescription()).contains("is a raw type");
        assertThat(Starts.failure(FutureOfAnything.class).getDescription()).contains("declare the concrete type");
        assertThat(Starts.failure(MonoOfFutures.class).getDescription()).contains("is answered later");
    }

    /** A transaction belongs to one thread, and ends with the call. */
    @Test
    void servicesThatAnswerAfterTheirTransaction() {
        for (Class<?> service : List.of(JoinedFuture.class, JoinedMono.class, JoinedFlux.class, JoinedStream.class)) {
            assertThat(Starts.failure(service).getDescription())
                    .contains("has transactional = true and returns ")
                    .contains("its transaction ends with the call, before that has yielded all");
        }
    }

    @Test
    void aServiceWhoseAnswerCanBeReadOnce() {
        assertThat(Starts.failure(ServiceWhoseAnswerCanBeReadOnce.class).getDescription())
                .contains("can be read only once");
    }

    @Test
    void aServiceThatSaysNothingAboutItsAnswer() {
        assertThat(Starts.failure(ServiceThatSaysNothingAboutItsAnswer.class).getDescription())
                .contains("declare the concrete type");
    }

    @Test
    void controllersThatStream() {
        Starts.webApplication(
                        Emitted.class,
                        Streamed.class,
                        Wrapped.class,
                        Promised.class,
                        Texts.class,
                        Events.class,
                        Lines.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    /** What is sent bit by bit would be sent and not retained. */
    @Test
    void controllersThatStreamWhatIsToBeGoneBeforeItsKey() {
        for (Class<?> controller : List.of(
                Emitted.class,
                Streamed.class,
                Wrapped.class,
                Promised.class,
                Events.class,
                Lines.class,
                LinesOfAll.class,
                EventsInUtf8.class)) {
            FailureAnalysis failure = Starts.webFailure(
                    Starts.webApplication(controller).withPropertyValues("idempotency.result-ttl=1m"));
            assertThat(failure.getDescription())
                    .startsWith(
                            "@Idempotent on " + controller.getName() + ".create() has resultTtl = PT1M and returns ")
                    .contains("sent bit by bit")
                    .contains("let resultTtl be ttl");
        }
    }

    @Test
    void controllersThatStreamWhatIsKeptAsLongAsItsKeyOrWhereItsCallerWantsThemTo() {
        Starts.webApplication(Texts.class)
                .withPropertyValues("idempotency.result-ttl=1m")
                .run(context -> assertThat(context).hasNotFailed());
        Starts.webApplication(Emitted.class, Events.class)
                .withPropertyValues("idempotency.result-ttl=24h")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void controllersThatCollectWhatOthersOfTheirClassStream() {
        Starts.webApplication(Collecting.class)
                .withPropertyValues("idempotency.result-ttl=1m")
                .run(context -> assertThat(context).hasNotFailed());
    }

    /** Negative control: looked into as if they were wrappers, these have no end. */
    @Test
    void controllersWhoseTypesAreBoundedByThemselves() {
        Starts.webApplication(RawEnum.class, Comparing.class, Chained.class)
                .run(context -> assertThat(context).hasNotFailed());
        Starts.webApplication(RawEnum.class, Comparing.class, Chained.class)
                .withPropertyValues("idempotency.result-ttl=1m")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void controllersThatReturnWhatNobodyWaitsFor() {
        for (Class<?> controller : List.of(Task.class, CallableInside.class)) {
            assertThat(Starts.webFailure(controller).getDescription())
                    .startsWith("@Idempotent on " + controller.getName() + ".create() returns ")
                    .contains("for which Spring MVC does not wait");
        }
    }

    /** A transaction is committed on the thread that has begun it. */
    @Test
    void controllersThatAnswerLaterInAJoinedTransaction() {
        for (Class<?> controller : List.of(JoinedFutureHandler.class, JoinedMonoHandler.class)) {
            assertThat(Starts.webFailure(controller).getDescription())
                    .startsWith("@Idempotent on " + controller.getName() + ".create() is transactional, but returns ")
                    .contains("which is answered after the handler has returned");
        }
    }

    @Test
    void controllersThatAnswerLater() {
        Starts.webApplication(
                        Later.class, Called.class, Deferred.class, Collected.class, CollectedInside.class, Inside.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    static class ServiceThatAnswersLater {
        @Idempotent(key = "#id")
        public Future<String> create(String id) {
            return CompletableFuture.completedFuture(id);
        }
    }

    static class RawFlux {
        @Idempotent(key = "#id")
        @SuppressWarnings("rawtypes")
        public Flux create(String id) {
            return Flux.just(id);
        }
    }

    static class FluxOfAnything {
        @Idempotent(key = "#id")
        public Flux<?> create(String id) {
            return Flux.just(id);
        }
    }

    static class FluxOfFluxes {
        @Idempotent(key = "#id")
        public Flux<Flux<String>> create(String id) {
            return Flux.just(Flux.just(id));
        }
    }

    static class FluxOfEvents {
        @Idempotent(key = "#id")
        public Flux<ServerSentEvent<String>> create(String id) {
            return Flux.just(ServerSentEvent.builder(id).build());
        }
    }

    static class JoinedFlux {
        @Idempotent(key = "#id", transactional = true)
        public Flux<String> create(String id) {
            return Flux.just(id);
        }
    }

    static class RawFuture {
        @Idempotent(key = "#id")
        @SuppressWarnings("rawtypes")
        public CompletableFuture create(String id) {
            return CompletableFuture.completedFuture(id);
        }
    }

    static class FutureOfAnything {
        @Idempotent(key = "#id")
        public CompletableFuture<?> create(String id) {
            return CompletableFuture.completedFuture(id);
        }
    }

    static class MonoOfFutures {
        @Idempotent(key = "#id")
        public Mono<CompletableFuture<String>> create(String id) {
            return Mono.just(CompletableFuture.completedFuture(id));
        }
    }

    static class JoinedFuture {
        @Idempotent(key = "#id", transactional = true)
        public CompletableFuture<String> create(String id) {
            return CompletableFuture.completedFuture(id);
        }
    }

    static class JoinedMono {
        @Idempotent(key = "#id", transactional = true)
        public Mono<String> create(String id) {
            return Mono.just(id);
        }
    }

    static class JoinedStream {
        @Idempotent(key = "#id", transactional = true)
        public Stream<String> create(String id) {
            return Stream.of(id);
        }
    }

    static class ServiceWhoseAnswerCanBeReadOnce {
        @Idempotent(key = "#id")
        public IntStream create(String id) {
            return IntStream.of(id.length());
        }
    }

    static class ServiceThatSaysNothingAboutItsAnswer {
        @Idempotent(key = "#id")
        public Object create(String id) {
            return id;
        }
    }

    @RestController
    static class Later {
        @Idempotent
        @PostMapping("/later")
        public CompletableFuture<String> create() {
            return CompletableFuture.completedFuture("");
        }
    }

    @RestController
    static class Called {
        @Idempotent
        @PostMapping("/called")
        public Callable<String> create() {
            return () -> "";
        }
    }

    @RestController
    static class Deferred {
        @Idempotent
        @PostMapping("/deferred")
        public DeferredResult<String> create() {
            return new DeferredResult<>();
        }
    }

    @RestController
    static class Collected {
        @Idempotent
        @PostMapping("/collected")
        public Flux<Integer> create() {
            return Flux.just(1);
        }
    }

    @RestController
    static class CollectedInside {
        @Idempotent
        @PostMapping("/collectedinside")
        public ResponseEntity<Flux<Integer>> create() {
            return ResponseEntity.ok(Flux.just(1));
        }
    }

    @RestController
    static class Inside {
        @Idempotent
        @PostMapping("/inside")
        public Mono<ResponseEntity<String>> create() {
            return Mono.just(ResponseEntity.ok(""));
        }
    }

    @RestController
    static class Emitted {
        @Idempotent
        @PostMapping("/emitted")
        public SseEmitter create() {
            return new SseEmitter();
        }
    }

    @RestController
    static class Streamed {
        @Idempotent
        @PostMapping("/streamed")
        public StreamingResponseBody create() {
            return out -> {};
        }
    }

    @RestController
    static class Wrapped {
        @Idempotent
        @PostMapping("/wrapped")
        public ResponseEntity<StreamingResponseBody> create() {
            return ResponseEntity.ok(out -> {});
        }
    }

    @RestController
    static class Promised {
        @Idempotent
        @PostMapping("/promised")
        public CompletableFuture<ResponseEntity<StreamingResponseBody>> create() {
            return CompletableFuture.completedFuture(ResponseEntity.ok(out -> {}));
        }
    }

    @RestController
    static class Texts {
        @Idempotent
        @PostMapping("/texts")
        public Flux<String> create() {
            return Flux.just("");
        }
    }

    @RestController
    static class Events {
        @Idempotent
        @PostMapping("/events")
        public Flux<ServerSentEvent<String>> create() {
            return Flux.just(ServerSentEvent.builder("").build());
        }
    }

    @RestController
    static class Lines {
        @Idempotent
        @PostMapping(path = "/lines", produces = "application/x-ndjson")
        public ResponseEntity<Flux<Integer>> create() {
            return ResponseEntity.ok(Flux.just(1));
        }
    }

    @RestController
    @RequestMapping(path = "/lines-of-all", produces = MediaType.APPLICATION_NDJSON_VALUE)
    static class LinesOfAll {
        @Idempotent
        @PostMapping
        public Flux<Integer> create() {
            return Flux.just(1);
        }
    }

    @RestController
    static class EventsInUtf8 {
        @Idempotent
        @PostMapping(path = "/events-in-utf-8", produces = "text/event-stream;charset=UTF-8")
        public Flux<String> create() {
            return Flux.just("");
        }
    }

    @RestController
    @RequestMapping(path = "/collecting", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    static class Collecting {
        @Idempotent
        @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
        public Flux<Integer> create() {
            return Flux.just(1);
        }
    }

    @RestController
    static class RawEnum {
        @Idempotent
        @PostMapping("/raw-enum")
        @SuppressWarnings("rawtypes")
        public Enum create() {
            return Thread.State.NEW;
        }
    }

    @RestController
    static class Comparing {
        @Idempotent
        @PostMapping("/comparing")
        public <T extends Comparable<T>> T create() {
            return null;
        }
    }

    static class Link<T extends Link<? extends T>> {}

    @RestController
    static class Chained {
        @Idempotent
        @PostMapping("/chained")
        @SuppressWarnings("rawtypes")
        public CompletableFuture<ResponseEntity<Link>> create() {
            return CompletableFuture.completedFuture(ResponseEntity.ok(new Link()));
        }
    }

    @RestController
    static class Task {
        @Idempotent
        @PostMapping("/task")
        public Future<String> create() {
            return CompletableFuture.completedFuture("");
        }
    }

    @RestController
    static class CallableInside {
        @Idempotent
        @PostMapping("/callableinside")
        public ResponseEntity<Callable<String>> create() {
            return ResponseEntity.ok(() -> "");
        }
    }

    @RestController
    static class JoinedFutureHandler {
        @Idempotent(transactional = true)
        @PostMapping("/joinedfuture")
        public CompletableFuture<String> create() {
            return CompletableFuture.completedFuture("");
        }
    }

    @RestController
    static class JoinedMonoHandler {
        @Idempotent(transactional = true)
        @PostMapping("/joinedmono")
        public ResponseEntity<Mono<String>> create() {
            return ResponseEntity.ok(Mono.just(""));
        }
    }
}
