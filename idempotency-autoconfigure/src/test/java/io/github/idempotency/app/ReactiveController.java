package io.github.idempotency.app;

import java.util.Map;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.execution.IdempotencyContext;

/** Guarded reactive handlers of every kind; each counts by its key what it does. */
@RestController
@RequestMapping("/reactive")
class ReactiveController {

    record Receipt(String id, int times) {}

    record Order(String item, int amount) {}

    static final class Broken extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    static final class Tripped extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** Answers what it knows, and would take what is none of its business if it saw it. */
    @RestControllerAdvice
    static class Errors {

        @ExceptionHandler
        ResponseEntity<String> tripped(Tripped ex) {
            return ResponseEntity.status(418).body("tripped");
        }

        @ExceptionHandler(RuntimeException.class)
        Mono<ResponseEntity<String>> any(RuntimeException ex) {
            return ex.getClass().getName().startsWith("io.github.idempotency.reactive")
                    ? Mono.just(ResponseEntity.internalServerError().body("seen by the application: " + ex))
                    : Mono.error(ex);
        }
    }

    private final Effects effects;

    private final ReactiveGates gates;

    ReactiveController(Effects effects, ReactiveGates gates) {
        this.effects = effects;
        this.gates = gates;
    }

    private Mono<Receipt> receipt(String key) {
        return Mono.fromSupplier(() -> new Receipt(key, effects.happen(key)));
    }

    @Idempotent
    @PostMapping("/mono")
    Mono<Receipt> mono(@RequestHeader(name = "Idempotency-Key", required = false) String key) {
        return receipt(key);
    }

    @Idempotent(scope = "rows")
    @PostMapping("/row")
    Mono<Receipt> row(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key);
    }

    @Idempotent
    @PostMapping("/entity")
    Mono<ResponseEntity<Receipt>> entity(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key)
                .map(receipt -> ResponseEntity.status(HttpStatus.CREATED)
                        .header("Location", "/receipts/" + key)
                        .body(receipt));
    }

    @Idempotent
    @PostMapping("/cookie")
    Mono<ResponseEntity<Receipt>> cookie(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key)
                .map(receipt ->
                        ResponseEntity.ok().header("Set-Cookie", "secret=1").body(receipt));
    }

    @Idempotent
    @PostMapping("/flux")
    Flux<Receipt> flux(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key).concatWith(receipt(key));
    }

    @Idempotent
    @PostMapping("/nothing")
    Mono<Void> nothing(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key).then();
    }

    @Idempotent
    @PostMapping("/exchange")
    Mono<Void> exchange(ServerWebExchange exchange, @RequestHeader("Idempotency-Key") String key) {
        return receipt(key)
                .flatMap(receipt -> exchange.getResponse()
                        .writeWith(Flux.just(buffer("receipt "), buffer(Integer.toString(receipt.times())))));
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes());
    }

    @Idempotent
    @PostMapping("/eager")
    Mono<Receipt> eager(@RequestHeader("Idempotency-Key") String key) {
        return Mono.just(new Receipt(key, effects.happen(key)));
    }

    @Idempotent
    @PostMapping("/gated")
    Mono<Receipt> gated(@RequestHeader("Idempotency-Key") String key) {
        return gates.pass(key).flatMap(this::receipt);
    }

    @Idempotent(onInProgress = InProgressPolicy.WAIT, waitTimeout = "20s")
    @PostMapping("/waited-for")
    Mono<Receipt> waitedFor(@RequestHeader("Idempotency-Key") String key) {
        return gates.pass(key).flatMap(this::receipt);
    }

    @Idempotent
    @PostMapping("/broken")
    Mono<Receipt> broken(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key).flatMap(receipt -> Mono.error(new Broken()));
    }

    @Idempotent(effect = Effect.IRREVERSIBLE)
    @PostMapping("/broken-for-good")
    Mono<Receipt> brokenForGood(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key).flatMap(receipt -> Mono.error(new Broken()));
    }

    @Idempotent(effect = Effect.IRREVERSIBLE, releaseOn = Broken.class)
    @PostMapping("/broken-before")
    Mono<Receipt> brokenBefore(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key).flatMap(receipt -> Mono.error(new Broken()));
    }

    @Idempotent
    @PostMapping("/tripped")
    Mono<Receipt> tripped(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key).flatMap(receipt -> Mono.error(new Tripped()));
    }

    @Idempotent
    @PostMapping("/not-found")
    Mono<Receipt> notFound(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key).flatMap(receipt -> Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND)));
    }

    @Idempotent
    @PostMapping("/order")
    Mono<Map<String, Object>> order(@RequestHeader("Idempotency-Key") String key, @RequestBody Order order) {
        return receipt(key).map(receipt -> Map.of("item", order.item(), "times", receipt.times()));
    }

    @Idempotent
    @PostMapping("/late-order")
    Mono<Map<String, Object>> lateOrder(@RequestHeader("Idempotency-Key") String key, @RequestBody Mono<Order> order) {
        return order.zipWith(
                receipt(key), (ordered, receipt) -> Map.of("item", ordered.item(), "times", receipt.times()));
    }

    @Idempotent
    @PostMapping("/form")
    Mono<Map<String, Object>> form(@RequestHeader("Idempotency-Key") String key, ServerWebExchange exchange) {
        return exchange.getFormData()
                .zipWith(receipt(key), (form, receipt) -> Map.of("item", first(form), "times", receipt.times()));
    }

    private static String first(MultiValueMap<String, String> form) {
        return String.valueOf(form.getFirst("item"));
    }

    @Idempotent
    @PostMapping("/bytes")
    Mono<Integer> bytes(@RequestHeader("Idempotency-Key") String key, @RequestBody Flux<DataBuffer> body) {
        return receipt(key).thenMany(body).map(DataBuffer::readableByteCount).reduce(0, Integer::sum);
    }

    @Idempotent(key = "#order.item()")
    @PostMapping("/by-item")
    Mono<Receipt> byItem(@RequestBody Order order) {
        return receipt(order.item());
    }

    @Idempotent(key = "#header['X-Job'] + '/' + #principal")
    @PostMapping("/by-job")
    Mono<Receipt> byJob(@RequestHeader("X-Job") String job) {
        return receipt(job);
    }

    @Idempotent(required = false)
    @PostMapping("/optional")
    Mono<String> optional() {
        return Mono.just("unprotected");
    }

    @Idempotent(scope = "small")
    @PostMapping("/large")
    Flux<DataBuffer> large(@RequestHeader("Idempotency-Key") String key) {
        return receipt(key).thenMany(Flux.range(0, 1000)).map(i -> buffer("0123456789"));
    }

    @Idempotent
    @PostMapping("/context")
    Mono<String> context() {
        String now = IdempotencyContext.current().key();
        return Mono.deferContextual(context ->
                Mono.just(now + " " + context.get(IdempotencyContext.class).key()));
    }

    @PostMapping("/unguarded")
    Flux<Receipt> unguarded() {
        return receipt("unguarded").flux();
    }
}
