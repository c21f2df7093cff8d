package io.github.idempotency.aop;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.Starts;

import static org.assertj.core.api.Assertions.assertThat;

/** Reactor is optional: an application whose class path is without it starts, and futures and streams are answers. */
class WithoutReactorTests {

    @Test
    void futuresAndStreamsNeedNoReactor() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", classPath(), Application.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.strip()).endsWith("answer 1, answer 1, element 2, element 2");
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Stream.of("reactor", "rxjava", "lettuce", "blockhound")
                        .noneMatch(library -> entry.contains(File.separator + library)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    static final class Application {

        private Application() {}

        public static void main(String[] args) {
            if (ClassUtils.isPresent("reactor.core.publisher.Mono", null)) {
                throw new IllegalStateException("Reactor is on the class path");
            }
            List<String> answers = new ArrayList<>();
            Starts.application(Orders.class).run(context -> {
                Orders orders = context.getBean(Orders.class);
                answers.add(orders.future("1").get());
                answers.add(orders.future("1").get());
                orders.stream("1").forEach(answers::add);
                orders.stream("1").forEach(answers::add);
            });
            System.out.println(String.join(", ", answers));
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
