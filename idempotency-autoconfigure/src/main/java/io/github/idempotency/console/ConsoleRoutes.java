package io.github.idempotency.console;

import java.net.URI;
import java.security.Principal;
import java.util.Optional;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The console under its path: the page, and what it asks. The application's filters, interceptors and security rules see
 * it as handlers of its own. All addresses in the page are relative, so that it works under any prefix.
 */
public final class ConsoleRoutes implements RouterFunction<ServerResponse> {

    private static final Logger log = LoggerFactory.getLogger(ConsoleRoutes.class);

    private final ConsoleAssets assets = new ConsoleAssets();

    private final String path;

    private final ConsoleGuard guard;

    private final ConsoleCalls calls;

    private final ConsoleRecords records;

    private final RouterFunction<ServerResponse> routes;

    /** @param path where the page is, below the application's own; without a slash at its end */
    public ConsoleRoutes(String path, ConsoleAccess access, ConsoleCalls calls, ConsoleRecords records) {
        this.path = path;
        this.guard = new ConsoleGuard(access);
        this.calls = calls;
        this.records = records;
        this.routes = RouterFunctions.route()
                .GET(path, this::toPage)
                .GET(path + "/", request -> asset(request, ""))
                .GET(path + "/{file}", request -> asset(request, request.pathVariable("file")))
                .GET(path + "/api/session", answer(this::session))
                .GET(path + "/api/calls", answer(this::calls))
                .GET(
                        path + "/api/intents",
                        answer(request -> ConsoleMessages.of(
                                records.intents(request.param("after").orElse(null)))))
                .POST(path + "/api/find", answer(this::find))
                .POST(path + "/api/settle", answer(this::settle))
                .POST(path + "/api/delete", answer(this::delete))
                .build();
    }

    @Override
    public Optional<HandlerFunction<ServerResponse>> route(ServerRequest request) {
        return routes.route(request);
    }

    /** What is relative in the page is so to this. Relative itself: only the browser knows the whole address. */
    private ServerResponse toPage(ServerRequest request) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return ServerResponse.status(HttpStatus.FOUND)
                .headers(ConsoleHeaders::apply)
                .location(URI.create(name + "/"))
                .build();
    }

    private ServerResponse asset(ServerRequest request, String name) {
        ConsoleAssets.Asset asset = assets.find(name).orElse(null);
        if (asset == null) {
            return ServerResponse.notFound().headers(ConsoleHeaders::apply).build();
        }
        boolean known = request.headers().header(HttpHeaders.IF_NONE_MATCH).contains(asset.etag());
        ServerResponse.BodyBuilder response = ServerResponse.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.ETAG, asset.etag());
        return known
                ? response.headers(ConsoleHeaders::apply).build()
                : ConsoleMessages.bytes(response, asset.type(), asset.content());
    }

    private ServerResponse session(ServerRequest request) {
        return ConsoleMessages.of(new ConsoleSession(
                records.namespace(), guard.access(), operator(request), CsrfHeader.of(request.servletRequest())));
    }

    private ServerResponse calls(ServerRequest request) {
        return ConsoleMessages.of(calls.picture(
                request.param("of").filter("cluster"::equals).isPresent(),
                request.param("scope").filter(scope -> !scope.isEmpty()),
                request.param("text").orElse(""),
                request.param("from")
                        .filter(from -> from.matches("[0-9]{1,4}"))
                        .map(Integer::valueOf)
                        .orElse(0)));
    }

    private ServerResponse find(ServerRequest request) throws Exception {
        guard.requireOwnPage(request);
        return ConsoleMessages.of(records.history(ConsoleMessages.read(request, RecordName.class)));
    }

    private ServerResponse settle(ServerRequest request) throws Exception {
        guard.requireOwnPage(request);
        guard.requireUnrestricted();
        Settlement settlement = ConsoleMessages.read(request, Settlement.class);
        records.settle(settlement.name(), settlement.happened(), operator(request));
        return ConsoleMessages.done();
    }

    private ServerResponse delete(ServerRequest request) throws Exception {
        guard.requireOwnPage(request);
        guard.requireUnrestricted();
        records.delete(ConsoleMessages.read(request, RecordName.class), operator(request));
        return ConsoleMessages.done();
    }

    private static @Nullable String operator(ServerRequest request) {
        return request.principal().map(Principal::getName).orElse(null);
    }

    private static HandlerFunction<ServerResponse> answer(HandlerFunction<ServerResponse> handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (ConsoleException ex) {
                return ConsoleMessages.refusal(ex.status(), String.valueOf(ex.getMessage()));
            } catch (RuntimeException ex) {
                log.warn("The console could not be answered", ex);
                return ConsoleMessages.refusal(
                        HttpServletResponse.SC_SERVICE_UNAVAILABLE, "The store could not be asked; the log says why");
            }
        };
    }
}
