package io.github.idempotency.reactive;

import java.util.concurrent.RejectedExecutionException;

import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.aop.OperationLookup;
import io.github.idempotency.execution.OperationId;
import io.github.idempotency.execution.OperationStatus;

/**
 * The status resource of accepted calls, {@code GET <path>/{id}}, and the stored answer itself,
 * {@code GET <path>/{id}/result}. As good as absent unless a handler accepts duplicates. The application's filters and security
 * rules see it as a handler of its own.
 */
public final class ReactiveOperationRoutes implements RouterFunction<ServerResponse> {

    private final RouterFunction<ServerResponse> routes;

    private final OperationLookup operations;

    private final ReactiveOperationAnswers answers;

    private final ReactiveParts parts;

    public ReactiveOperationRoutes(OperationLookup operations, ReactiveParts parts) {
        this.operations = operations;
        this.answers = parts.operations();
        this.parts = parts;
        this.routes = RouterFunctions.route()
                .GET(answers.path() + "/{id}", request -> answer(request, answers::status))
                .GET(
                        answers.path() + "/{id}/result",
                        request -> answer(request, (id, status) -> answers.result(status)))
                .build();
    }

    @Override
    public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
        return operations.isOffered() ? routes.route(request) : Mono.empty();
    }

    private Mono<ServerResponse> answer(ServerRequest request, Telling telling) {
        return BoundCaller.of(request.exchange(), parts.owners())
                .flatMap(caller -> Mono.fromCallable(() -> caller.call(() -> tell(request, telling)))
                        .subscribeOn(parts.threads().claims()))
                .onErrorResume(IdempotencyException.class, ex -> Mono.just(answers.refusal(ex)))
                .onErrorResume(
                        RejectedExecutionException.class, ex -> Mono.just(answers.refusal(SubscribedCalls.tooMany(ex))))
                .flatMap(answer -> ServerResponse.ok().build((exchange, context) -> answer.writeTo(exchange)));
    }

    /** Another's operation, one that never was, and what is no id at all are answered alike. */
    private ReactiveAnswer tell(ServerRequest request, Telling telling) {
        OperationId id = OperationId.parse(request.pathVariable("id")).orElseThrow(ReactiveOperationRoutes::notFound);
        return telling.of(id, operations.find(id).orElseThrow(ReactiveOperationRoutes::notFound));
    }

    private static IdempotencyException notFound() {
        return new IdempotencyException(
                IdempotencyProblem.OPERATION_NOT_FOUND, "There is no such operation of this caller");
    }

    @FunctionalInterface
    private interface Telling {

        ReactiveAnswer of(OperationId id, OperationStatus status);
    }
}
