package io.github.idempotency.web;

import java.util.Optional;

import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.aop.OperationLookup;
import io.github.idempotency.execution.OperationId;
import io.github.idempotency.execution.OperationStatus;

/**
 * The status resource of accepted calls, {@code GET <path>/{id}}, and the stored answer itself,
 * {@code GET <path>/{id}/result}. As good as absent unless a handler accepts duplicates. The application's filters,
 * interceptors and security rules see it as a handler of its own.
 */
public final class OperationRoutes implements RouterFunction<ServerResponse> {

    private final RouterFunction<ServerResponse> routes;

    private final OperationLookup operations;

    private final OperationAnswers answers;

    private final Problems problems;

    public OperationRoutes(OperationLookup operations, OperationAnswers answers, Problems problems) {
        this.operations = operations;
        this.answers = answers;
        this.problems = problems;
        this.routes = RouterFunctions.route()
                .GET(answers.path() + "/{id}", request -> answer(request, answers::status))
                .GET(
                        answers.path() + "/{id}/result",
                        request -> answer(request, (id, status) -> answers.result(status)))
                .build();
    }

    @Override
    public Optional<HandlerFunction<ServerResponse>> route(ServerRequest request) {
        return operations.isOffered() ? routes.route(request) : Optional.empty();
    }

    /** Another's operation, one that never was, and what is no id at all are answered alike. */
    private ServerResponse answer(ServerRequest request, Telling telling) {
        try {
            OperationId id = OperationId.parse(request.pathVariable("id")).orElseThrow(OperationRoutes::notFound);
            OperationStatus status = operations.find(id).orElseThrow(OperationRoutes::notFound);
            return new AnswerResponse(telling.of(id, status));
        } catch (IdempotencyException ex) {
            return new AnswerResponse(problems.answer(ex));
        }
    }

    private static IdempotencyException notFound() {
        return new IdempotencyException(
                IdempotencyProblem.OPERATION_NOT_FOUND, "There is no such operation of this caller");
    }

    @FunctionalInterface
    private interface Telling {

        Answer of(OperationId id, OperationStatus status);
    }
}
