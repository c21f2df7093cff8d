package io.github.idempotency.benchmark.scale;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.idempotency.Idempotent;
import io.github.idempotency.benchmark.scale.app.GuardedApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Of the packaged jar. Fails, and was seen to, where the jar with this module's classes also names all of its libraries. */
class ClassPathITests {

    private static final String PEER = "com.pig4cloud.plugin.idempotent.IdempotentAutoConfiguration";

    @Test
    void anApplicationHasOnlyTheLibrariesOfItsParts(@TempDir Path directory) throws Exception {
        ClassPath all = ClassPath.unpacked(packaged(), directory);
        try (URLClassLoader whole = loader(all);
                URLClassLoader starter = loader(all.of("web", "redis", "starter"));
                URLClassLoader web = loader(all.of("web"))) {
            assertThat(whole.loadClass(PEER)).isNotNull();
            assertThat(starter.loadClass(GuardedApplication.class.getName())).isNotNull();
            assertThat(starter.loadClass(Idempotent.class.getName())).isNotNull();
            assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> starter.loadClass(PEER));
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> web.loadClass(Idempotent.class.getName()));
        }
    }

    private static String packaged() throws Exception {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            return built.filter(file -> file.getFileName().toString().matches("benchmarks-.*\\.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    private static URLClassLoader loader(ClassPath classPath) throws Exception {
        URL[] entries = new URL[classPath.entries().size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = classPath.entries().get(i).toUri().toURL();
        }
        return new URLClassLoader(entries, ClassLoader.getPlatformClassLoader());
    }
}
