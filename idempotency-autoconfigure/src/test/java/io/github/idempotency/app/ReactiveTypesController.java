package io.github.idempotency.app;

import java.util.concurrent.CompletionStage;

import jakarta.validation.constraints.Min;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.execution.IdempotencyContext;

/**
 * Guarded reactive handlers of every return type, which do what the header {@code X-Work} says: wait until the test lets them
 * go on, or fail after they have had their effect.
 */
@RestController
@RequestMapping("/types")
class ReactiveTypesController {

    private static final String KEY = "Idempotency-Key";

    private static final String WORK = "X-Work";

    private final Effects effects;

    private final ReactiveGates gates;

    private String trimmed = "";

    ReactiveTypesController(Effects effects, ReactiveGates gates) {
        this.effects = effects;
        this.gates = gates;
    }

    @InitBinder
    void bind(WebDataBinder binder) {
        trimmed = "bound";
    }

    private Mono<ReactiveController.Receipt> work(String key, String work) {
        Mono<String> begun = work.equals("gated") ? gates.pass(key) : Mono.just(key);
        return begun.map(any -> {
            int times = effects.happen(key);
            if (work.equals("broken")) {
                throw new IllegalStateException("broken");
            }
            if (work.equals("tripped")) {
                throw new ReactiveController.Tripped();
            }
            return new ReactiveController.Receipt(key, times);
        });
    }

    @Idempotent
    @PostMapping("/mono")
    Mono<ReactiveController.Receipt> mono(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return work(key, work);
    }

    @Idempotent
    @PostMapping("/mono-entity")
    Mono<ResponseEntity<ReactiveController.Receipt>> monoEntity(
            @RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return work(key, work)
                .map(receipt -> ResponseEntity.status(HttpStatus.CREATED).body(receipt));
    }

    @Idempotent
    @PostMapping("/mono-nothing")
    Mono<Void> monoNothing(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return work(key, work).then();
    }

    @Idempotent
    @PostMapping("/flux")
    Flux<ReactiveController.Receipt> flux(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return work(key, work).flux();
    }

    @Idempotent
    @PostMapping("/text")
    String text(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return "receipt " + work(key, work).block();
    }

    @Idempotent
    @PostMapping("/record")
    ReactiveController.Receipt value(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return work(key, work).block();
    }

    @Idempotent
    @PostMapping("/number")
    int number(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return work(key, work).block().times();
    }

    @Idempotent
    @PostMapping("/nothing")
    void nothing(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        work(key, work).block();
    }

    @Idempotent
    @PostMapping("/created")
    @ResponseStatus(HttpStatus.CREATED)
    void created(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        work(key, work).block();
    }

    @Idempotent
    @PostMapping("/entity")
    ResponseEntity<ReactiveController.Receipt> entity(
            @RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .header("Location", "/receipts/" + key)
                .body(work(key, work).block());
    }

    @Idempotent
    @PostMapping("/entity-mono")
    ResponseEntity<Mono<ReactiveController.Receipt>> entityMono(
            @RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return ResponseEntity.status(HttpStatus.CREATED).body(work(key, work));
    }

    @Idempotent
    @PostMapping("/entity-flux")
    ResponseEntity<Flux<ReactiveController.Receipt>> entityFlux(
            @RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return ResponseEntity.status(HttpStatus.CREATED).body(work(key, work).flux());
    }

    @Idempotent
    @PostMapping("/stage")
    CompletionStage<ReactiveController.Receipt> stage(
            @RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return work(key, work).toFuture();
    }

    @Idempotent
    @PostMapping("/single")
    Single<ReactiveController.Receipt> single(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return Single.fromPublisher(work(key, work));
    }

    @Idempotent
    @PostMapping("/maybe")
    Maybe<ReactiveController.Receipt> maybe(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return Maybe.fromPublisher(work(key, work));
    }

    @Idempotent
    @PostMapping("/completable")
    Completable completable(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return Completable.fromPublisher(work(key, work));
    }

    @Idempotent
    @PostMapping("/flowable")
    Flowable<ReactiveController.Receipt> flowable(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return Flowable.fromPublisher(work(key, work));
    }

    @Idempotent(effect = Effect.IRREVERSIBLE, releaseOn = ReactiveController.Tripped.class)
    @PostMapping("/for-good")
    ReactiveController.Receipt forGood(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return work(key, work).block();
    }

    @Idempotent(effect = Effect.IRREVERSIBLE, releaseOn = IllegalStateException.class)
    @PostMapping("/entity-for-good")
    ResponseEntity<Mono<ReactiveController.Receipt>> entityForGood(
            @RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return ResponseEntity.ok(work(key, work));
    }

    @Idempotent(onInProgress = InProgressPolicy.WAIT, waitTimeout = "20s")
    @PostMapping("/waited-for")
    ReactiveController.Receipt waitedFor(@RequestHeader(KEY) String key, @RequestHeader(WORK) String work) {
        return work(key, work).block();
    }

    @Idempotent
    @PostMapping("/order")
    String order(@RequestHeader(KEY) String key, @RequestBody ReactiveController.Order order) {
        return order.item() + " " + effects.happen(key);
    }

    @Idempotent
    @PostMapping("/late-order")
    ResponseEntity<Mono<String>> lateOrder(
            @RequestHeader(KEY) String key, @RequestBody Mono<ReactiveController.Order> order) {
        return ResponseEntity.ok(order.map(ordered -> ordered.item() + " " + effects.happen(key)));
    }

    @Idempotent
    @PostMapping("/amount")
    String amount(@RequestHeader(KEY) String key, @RequestParam @Min(1) int amount) {
        return amount + " times " + effects.happen(key);
    }

    @Idempotent
    @PostMapping("/created-locally")
    @ResponseStatus(HttpStatus.CREATED)
    void createdLocally(@RequestHeader(KEY) String key) {
        effects.happen(key);
        throw new Local();
    }

    @Idempotent
    @PostMapping("/local-exchange")
    void localExchange(@RequestHeader(KEY) String key, ServerWebExchange exchange) {
        effects.happen(key);
        throw new Local();
    }

    @Idempotent
    @PostMapping("/accepted")
    void accepted(ServerWebExchange exchange) {
        exchange.getResponse().setStatusCode(HttpStatus.ACCEPTED);
    }

    /** Says which status it has found. */
    @ExceptionHandler
    ResponseEntity<String> local(Local failure, ServerWebExchange exchange, HandlerMethod handler) {
        return ResponseEntity.unprocessableContent()
                .body("local " + exchange.getResponse().getStatusCode());
    }

    /** What only this controller has an answer for. */
    static final class Local extends RuntimeException {}

    @Idempotent
    @PostMapping("/undecided")
    ResponseEntity<String> undecided(@RequestHeader(KEY) String key) {
        return ResponseEntity.status(299).body("times " + effects.happen(key));
    }

    @Idempotent(required = false)
    @PostMapping("/optional")
    String optional(@RequestParam(required = false) String item) {
        return "unprotected " + trimmed;
    }

    @Idempotent
    @PostMapping("/context")
    ResponseEntity<Mono<String>> context() {
        String now = IdempotencyContext.current().key();
        return ResponseEntity.ok(Mono.deferContextual(context ->
                Mono.just(now + " " + context.get(IdempotencyContext.class).key())));
    }

    @Idempotent(key = "#principal + '/' + #key")
    @PostMapping("/user")
    String user(@RequestHeader("X-Job") String key) {
        return SecurityContextHolder.getContext().getAuthentication().getName() + " " + effects.happen(key);
    }
}
