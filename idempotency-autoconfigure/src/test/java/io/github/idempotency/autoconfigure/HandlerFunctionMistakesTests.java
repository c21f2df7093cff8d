package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.function.EntityResponse;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

/** What cannot be guarded of functional endpoints stops the start, and says what can. */
class HandlerFunctionMistakesTests {

    static class Guarded {

        @Idempotent
        public ServerResponse create(ServerRequest request) {
            return ServerResponse.ok().build();
        }
    }

    static class Routes {

        @Idempotent
        public RouterFunction<ServerResponse> routes() {
            return RouterFunctions.route()
                    .POST("/", request -> ServerResponse.ok().build())
                    .build();
        }
    }

    static class SpecialResponse {

        @Idempotent
        public EntityResponse<String> create(ServerRequest request) {
            return EntityResponse.fromObject("").build();
        }
    }

    @Idempotent
    static class GuardedByType {

        public ServerResponse list(ServerRequest request) {
            return ServerResponse.ok().build();
        }
    }

    @Test
    void aHandlerFunctionNeedsNoKeyExpression() {
        Starts.webApplication(Guarded.class).run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aRouteIsNoHandler() {
        assertThat(Starts.webFailure(Routes.class).getDescription())
                .contains("Routes.routes() returns a RouterFunction")
                .contains("takes a ServerRequest and returns a ServerResponse");
    }

    @Test
    void aSpecialResponseCannotBeAStoredOne() {
        assertThat(Starts.webFailure(SpecialResponse.class).getDescription())
                .contains("EntityResponse, and a stored answer is none: let it return ServerResponse");
    }

    @Test
    void aTypeDoesNotSayWhatItsFunctionsDo() {
        assertThat(Starts.webFailure(GuardedByType.class).getDescription())
                .contains("GuardedByType.list() comes from its class")
                .contains("write @Idempotent on those that write");
    }
}
