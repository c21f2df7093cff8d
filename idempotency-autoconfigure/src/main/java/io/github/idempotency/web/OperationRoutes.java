package io.github.idempotency.web;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.aop.OperationLookup;
import io.github.idempotency.execution.OperationId;
import io.github.idempotency.execution.OperationStatus;

/**
 * The status resource of accepted calls, {@code GET <path>/{id}}, and the stored answer itself,
 * {@code GET <path>/{id}/result}. Absent until a handler accepts duplicates: where there is any route, Spring MVC takes the
 * headers of every request apart to ask it. The application's filters, interceptors and security rules see it as a handler
 * of its own.
 */
public final class OperationRoutes implements SmartInitializingSingleton {

    private final RouterFunction<ServerResponse> routes;

    private final OperationLookup operations;

    private final OperationAnswers answers;

    private final Problems problems;

    private final ObjectProvider<RouterFunctionMapping> mappings;

    /** @param mappings of the application's own routes, which ours come after */
    public OperationRoutes(
            OperationLookup operations,
            OperationAnswers answers,
            Problems problems,
            ObjectProvider<RouterFunctionMapping> mappings) {
        this.operations = operations;
        this.answers = answers;
        this.problems = problems;
        this.mappings = mappings;
        this.routes = RouterFunctions.route()
                .GET(answers.path() + "/{id}", request -> answer(request, answers::status))
                .GET(
                        answers.path() + "/{id}/result",
                        request -> answer(request, (id, status) -> answers.result(status)))
                .build();
    }

    @Override
    public void afterSingletonsInstantiated() {
        operations.whenOffered(() -> mappings.forEach(this::addTo));
    }

    private void addTo(RouterFunctionMapping mapping) {
        RouterFunction<?> others = mapping.getRouterFunction();
        mapping.setRouterFunction(others == null ? routes : others.andOther(routes));
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
