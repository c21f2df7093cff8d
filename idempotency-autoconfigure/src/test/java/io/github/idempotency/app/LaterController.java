package io.github.idempotency.app;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.app.LaterWork.Made;
import io.github.idempotency.execution.IdempotencyContext;

/** Handlers that return before there is an answer. */
@RestController
@RequestMapping("/later")
class LaterController {

    private final LaterWork work;

    private final Gates gates;

    LaterController(LaterWork work, Gates gates) {
        this.work = work;
        this.gates = gates;
    }

    private static <T> ResponseEntity<T> created(T body) {
        return ResponseEntity.status(HttpStatus.CREATED).eTag("v1").body(body);
    }

    @Idempotent
    @PostMapping("/future")
    CompletableFuture<Made> future(HttpServletRequest request) {
        return work.start(request);
    }

    @Idempotent
    @PostMapping("/stage")
    CompletionStage<Made> stage(HttpServletRequest request) {
        return work.start(request);
    }

    @Idempotent
    @PostMapping("/future-entity")
    CompletableFuture<ResponseEntity<Made>> futureEntity(HttpServletRequest request) {
        return work.start(request).thenApply(LaterController::created);
    }

    @Idempotent
    @PostMapping("/entity-future")
    ResponseEntity<CompletableFuture<Made>> entityFuture(HttpServletRequest request) {
        return created(work.start(request));
    }

    @Idempotent
    @PostMapping("/callable")
    Callable<Made> callable(HttpServletRequest request) {
        return work.of(request);
    }

    @Idempotent
    @PostMapping("/callable-entity")
    Callable<ResponseEntity<Made>> callableEntity(HttpServletRequest request) {
        Callable<Made> made = work.of(request);
        return () -> created(made.call());
    }

    @Idempotent
    @PostMapping("/task")
    WebAsyncTask<Made> task(HttpServletRequest request) {
        return new WebAsyncTask<>(work.of(request));
    }

    @Idempotent
    @PostMapping("/deferred")
    DeferredResult<Made> deferred(HttpServletRequest request) {
        return deferred(work.start(request));
    }

    @Idempotent
    @PostMapping("/deferred-entity")
    DeferredResult<ResponseEntity<Made>> deferredEntity(HttpServletRequest request) {
        return deferred(work.start(request).thenApply(LaterController::created));
    }

    private static <T> DeferredResult<T> deferred(CompletableFuture<T> future) {
        DeferredResult<T> result = new DeferredResult<>();
        future.whenComplete((value, failure) -> {
            if (failure == null) {
                result.setResult(value);
            } else {
                result.setErrorResult(failure.getCause());
            }
        });
        return result;
    }

    @Idempotent
    @PostMapping("/mono")
    Mono<Made> mono(HttpServletRequest request) {
        return Mono.fromFuture(work.start(request));
    }

    @Idempotent
    @PostMapping("/mono-entity")
    Mono<ResponseEntity<Made>> monoEntity(HttpServletRequest request) {
        return Mono.fromFuture(work.start(request)).map(LaterController::created);
    }

    @Idempotent
    @PostMapping("/entity-mono")
    ResponseEntity<Mono<Made>> entityMono(HttpServletRequest request) {
        return created(Mono.fromFuture(work.start(request)));
    }

    @Idempotent
    @PostMapping("/flux")
    Flux<Made> flux(HttpServletRequest request) {
        return Mono.fromFuture(work.start(request)).repeat(2);
    }

    @Idempotent
    @PostMapping("/entity-flux")
    ResponseEntity<Flux<Made>> entityFlux(HttpServletRequest request) {
        return created(Mono.fromFuture(work.start(request)).repeat(2));
    }

    /** The servlet way: no dispatch, the handler's own thread writes nothing, and what is written is the whole answer. */
    @Idempotent
    @PostMapping("/completed")
    void completed(HttpServletRequest request) {
        CompletableFuture<Made> started = work.start(request);
        AsyncContext context = request.startAsync();
        started.whenComplete((made, failure) -> {
            ((jakarta.servlet.http.HttpServletResponse) context.getResponse()).setStatus(failure == null ? 204 : 500);
            context.complete();
        });
    }

    @Idempotent(effect = Effect.IRREVERSIBLE, releaseOn = LaterWork.NotSentException.class)
    @PostMapping("/irreversible")
    CompletableFuture<Made> irreversible(HttpServletRequest request) {
        return work.start(request);
    }

    @Idempotent(onInProgress = InProgressPolicy.WAIT, waitTimeout = "30s")
    @PostMapping("/patient")
    CompletableFuture<Made> patient(HttpServletRequest request) {
        return work.start(request);
    }

    @Idempotent(scope = "leased", lease = "2s")
    @PostMapping("/leased")
    CompletableFuture<Made> leased(HttpServletRequest request) {
        return work.start(request);
    }

    /** Its first attempt is lost after the effect; what a reconciler finds is no future. */
    @Idempotent(effect = Effect.IRREVERSIBLE, reconcileWith = "find")
    @PostMapping("/reconciled")
    CompletableFuture<Map<String, Object>> reconciled(HttpServletRequest request) {
        return work.start(request).thenApply(made -> Map.of("number", made.number()));
    }

    Reconciliation<Map<String, Object>> find(HttpServletRequest request) {
        return Reconciliation.happened(Map.of("found", true));
    }

    /** More than its scope keeps. */
    @Idempotent(scope = "later-large")
    @PostMapping("/large")
    Callable<String> large() {
        return () -> "x".repeat(10_000);
    }

    /** Nobody has read the body when the handler returns. */
    @Idempotent
    @PostMapping("/body")
    Callable<String> body(HttpServletRequest request) {
        Callable<Made> made = work.of(request);
        return () -> {
            made.call();
            return new String(request.getInputStream().readAllBytes());
        };
    }

    @PostMapping("/unguarded")
    Callable<String> unguarded(HttpServletRequest request) {
        return () -> {
            gates.pass(request.getHeader("Idempotency-Key"));
            return new String(request.getInputStream().readAllBytes());
        };
    }

    @Idempotent
    @PostMapping("/owned")
    Callable<Map<String, Object>> owned(HttpServletRequest request) {
        Callable<Made> made = work.of(request);
        return () -> Map.of("by", request.getUserPrincipal().getName(), "made", made.call());
    }

    /** What a handler is not declared to return, and streams all the same. */
    @Idempotent
    @PostMapping("/streamed")
    ResponseEntity<?> streamed(HttpServletRequest request) {
        SseEmitter emitter = new SseEmitter();
        work.start(request).whenComplete((made, failure) -> {
            try {
                emitter.send("one");
                emitter.send("two");
                emitter.complete();
            } catch (IOException ex) {
                emitter.completeWithError(ex);
            }
        });
        return ResponseEntity.ok(emitter);
    }

    /** A callable that asks for the context that its handler ran in, and a Mono that does. */
    @Idempotent
    @PostMapping(path = "/carried/callable")
    Callable<String> carriedByCallable() {
        return () -> IdempotencyContext.current().childKey("carried");
    }

    @Idempotent
    @PostMapping("/carried/mono")
    Mono<String> carriedByMono() {
        return carried();
    }

    private static Mono<String> carried() {
        return Mono.deferContextual(
                context -> Mono.just(context.get(IdempotencyContext.class).childKey("carried")));
    }

    @Idempotent
    @PostMapping("/carried/entity")
    ResponseEntity<Mono<String>> carriedByEntity() {
        return ResponseEntity.ok(carried());
    }

    @PostMapping("/page")
    String page() {
        return "page " + System.nanoTime();
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.UNPROCESSABLE_CONTENT)
    Map<String, Object> declined(LaterWork.DeclinedException ex) {
        return Map.of("declined", System.nanoTime());
    }

    /** A view, which is forwarded to in the dispatch that answers. */
    @Controller
    static class Views {

        @Idempotent
        @PostMapping("/later/view")
        Callable<String> view() {
            return () -> "forward:/later/page";
        }
    }

    /** Handler functions that answer later. */
    static class Functions {

        private final LaterWork work;

        Functions(LaterWork work) {
            this.work = work;
        }

        @Idempotent
        ServerResponse create(ServerRequest request) {
            CompletableFuture<ServerResponse> answer = work.start(request.servletRequest())
                    .thenApply(made -> ServerResponse.status(HttpStatus.CREATED)
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(made));
            boolean late = request.headers().header("X-How").contains("late")
                    && IdempotencyContext.current().attempt() == 1;
            return ServerResponse.async(answer, Duration.ofMillis(late ? 1 : 60_000));
        }
    }
}
