package io.github.idempotency.aop;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.Starts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Reactor is optional: an application whose class path is without it starts, and futures and streams are answers. */
class WithoutReactorTests {

    @Test
    void futuresAndStreamsNeedNoReactor() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> loader.loadClass("reactor.core.publisher.Mono"))
                    .isInstanceOf(ClassNotFoundException.class);
            Thread.currentThread().setContextClassLoader(loader);
            Callable<?> calls = (Callable<?>) loader.loadClass(Calls.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(calls.call()).isEqualTo("answer 1, answer 1, element 2, element 2");
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    private static URL[] classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("reactor") && !entry.contains("rxjava") && !entry.contains("lettuce")) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    public static final class Calls implements Callable<String> {

        @Override
        public String call() {
            List<String> answers = new ArrayList<>();
            Starts.application(Orders.class).run(context -> {
                Orders orders = context.getBean(Orders.class);
                answers.add(orders.future("1").get());
                answers.add(orders.future("1").get());
                orders.stream("1").forEach(answers::add);
                orders.stream("1").forEach(answers::add);
            });
            return String.join(", ", answers);
        }
    }

    static class Orders {

        private int runs;

        @Idempotent(key = "#id")
        public CompletableFuture<String> future(String id) {
            return CompletableFuture.completedFuture("answer " + ++runs);
        }

        @Idempotent(key = "#id")
        public Stream<String> stream(String id) {
            return Stream.of("element " + ++runs);
        }
    }
}
