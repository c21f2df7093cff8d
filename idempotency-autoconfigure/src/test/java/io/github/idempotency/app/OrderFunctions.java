package io.github.idempotency.app;

import java.io.IOException;
import java.util.Map;

import jakarta.servlet.ServletException;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.github.idempotency.Idempotent;

/** Handler functions, and routes that lead to them through filters. */
class OrderFunctions {

    private final Effects effects;

    private final Gates gates;

    OrderFunctions(Effects effects, Gates gates) {
        this.effects = effects;
        this.gates = gates;
    }

    @Idempotent(scope = "function-orders")
    ServerResponse create(ServerRequest request) throws ServletException, IOException {
        String body = request.body(String.class);
        return ServerResponse.status(HttpStatus.CREATED)
                .header("Location", "/functions/orders/1")
                .body(Map.of("order", body, "run", effects.happen(), "nanos", System.nanoTime()));
    }

    @Idempotent
    ServerResponse blocked(ServerRequest request) {
        gates.pass(request.headers().firstHeader("Idempotency-Key"));
        return ServerResponse.ok().body("run " + effects.happen());
    }

    @Idempotent
    ServerResponse failing(ServerRequest request) {
        if (effects.happen() == 1) {
            throw new IllegalStateException("the first attempt fails");
        }
        return ServerResponse.ok().body("at last");
    }

    @Configuration(proxyBeanMethods = false)
    static class Routes {

        @Bean
        OrderFunctions orderFunctions(Effects effects, Gates gates) {
            return new OrderFunctions(effects, gates);
        }

        @Bean
        RouterFunction<ServerResponse> orderRoutes(OrderFunctions orders, Ledger ledger) {
            return RouterFunctions.route()
                    .POST("/functions/orders", orders::create)
                    .POST("/functions/blocked", orders::blocked)
                    .POST("/functions/failing", orders::failing)
                    .POST(
                            "/functions/entries",
                            request -> ServerResponse.ok()
                                    .body(ledger.enter(request.param("id").orElse(null))))
                    .build();
        }

        /** An error handler that takes everything. */
        @Bean
        RouterFunction<ServerResponse> filteredRoutes(OrderFunctions orders) {
            return RouterFunctions.route()
                    .POST("/functions/filtered", orders::create)
                    .after((request, response) -> response)
                    .onError(
                            Throwable.class,
                            (failure, request) -> ServerResponse.status(599).build())
                    .build();
        }
    }
}
