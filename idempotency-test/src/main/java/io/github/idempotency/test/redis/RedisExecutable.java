package io.github.idempotency.test.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import redis.embedded.core.ExecutableProvider;

/** Where the server program is. */
final class RedisExecutable {

    static final String VARIABLE = ExecutableProvider.ENVIRONMENT_EXECUTABLE_LOCATION;

    private RedisExecutable() {}

    /** The program that the environment variable names, otherwise the one in the embedded-redis jar. */
    static Path environmentOrJar() {
        String named = System.getenv(VARIABLE);
        return named == null || named.isBlank() ? Unpacked.PROGRAM : Path.of(named);
    }

    /** The {@code redis-server} of the {@code PATH}, if there is one. */
    static Optional<Path> onPath() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Unpacked once per JVM, when first needed. */
    private static final class Unpacked {

        static final Path PROGRAM = unpack();

        private static Path unpack() {
            try {
                return ExecutableProvider.newJarResourceProvider().get().toPath();
            } catch (IOException ex) {
                throw new UncheckedIOException("Cannot unpack redis-server; name another with " + VARIABLE, ex);
            }
        }
    }
}
