package io.github.idempotency.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.console.ConsoleAccess;

/**
 * Web page for operators.
 *
 * @param enabled Whether the application serves the console. It must be secured like any other page for operators.
 * @param path Where the console is, below the application's own path.
 * @param access What operators may do.
 */
@ConfigurationProperties("idempotency.console")
record IdempotencyConsoleProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("/idempotency/console") String path,
        @DefaultValue("read-only") ConsoleAccess access) {

    /** @throws InvalidIdempotentException if the path is none */
    IdempotencyConsoleProperties {
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new InvalidIdempotentException(
                    "idempotency.console.path is '" + path + "'.", "Write a path, for example /idempotency/console.");
        }
    }
}
