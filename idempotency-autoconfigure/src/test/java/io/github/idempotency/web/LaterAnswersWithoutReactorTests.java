package io.github.idempotency.web;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reactor and context propagation are optional: handlers are guarded where neither is on the class path.
 *
 * <p>Broken on purpose, by making a {@code Mono} in a class that every handler needs: it cannot be linked.
 */
class LaterAnswersWithoutReactorTests {

    @Test
    void futuresAndCallablesNeedNoReactor() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", classPath(), Application.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.strip())
                .as(output)
                .endsWith("future 1, future 1, callable 2, callable 2, plain 3, plain 3, failed, found");
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Stream.of(
                                "reactor", "reactive-streams", "context-propagation", "lettuce", "blockhound")
                        .noneMatch(library -> entry.contains(File.separator + library)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    static final class Application {

        private Application() {}

        public static void main(String[] args) {
            for (String absent : List.of("reactor.core.publisher.Mono", "org.reactivestreams.Publisher")) {
                if (ClassUtils.isPresent(absent, null)) {
                    throw new IllegalStateException(absent + " is on the class path");
                }
            }
            List<String> answers = new ArrayList<>();
            Starts.webApplication(WebMvc.class, Orders.class).run(context -> {
                MockMvcTester mvc = MockMvcTester.create(MockMvcBuilders.webAppContextSetup(
                                (WebApplicationContext) context.getSourceApplicationContext())
                        .addFilters(context.getBean(IdempotencyFilter.class))
                        .build());
                for (String path : List.of("future", "future", "callable", "callable", "plain", "plain")) {
                    answers.add(post(mvc, path));
                }
                answers.add(post(mvc, "reconciled"));
                answers.add(post(mvc, "reconciled"));
            });
            System.out.println(String.join(", ", answers));
        }

        private static String post(MockMvcTester mvc, String path) {
            MvcTestResult result =
                    mvc.post().uri("/" + path).header("Idempotency-Key", path).exchange();
            return result.getUnresolvedException() == null
                    ? new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8)
                    : "failed";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    static class WebMvc {}

    @RestController
    static class Orders {

        private int runs;

        @Idempotent
        @PostMapping("/future")
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture("future " + ++runs);
        }

        @Idempotent
        @PostMapping("/callable")
        public Callable<String> callable() {
            int run = ++runs;
            return () -> "callable " + (IdempotencyContext.find().isPresent() ? run : "without a context");
        }

        @Idempotent
        @PostMapping("/plain")
        public String plain() {
            return "plain " + ++runs;
        }

        @Idempotent(effect = Effect.IRREVERSIBLE, reconcileWith = "find")
        @PostMapping("/reconciled")
        public CompletableFuture<String> reconciled() {
            return CompletableFuture.failedFuture(new IllegalStateException("the answer was lost"));
        }

        public Reconciliation<String> find() {
            return Reconciliation.happened("found");
        }
    }
}
