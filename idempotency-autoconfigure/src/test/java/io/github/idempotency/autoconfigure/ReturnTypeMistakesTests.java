package io.github.idempotency.autoconfigure;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

/** An answer that comes later, or can be read only once, is refused from its signature. */
class ReturnTypeMistakesTests {

    @Test
    void aServiceThatAnswersLater() {
        assertThat(Starts.failure(ServiceThatAnswersLater.class).getDescription())
                .contains("ServiceThatAnswersLater.create() returns java.util.concurrent.CompletableFuture")
                .contains("which is answered later: guard the method that computes the value");
    }

    @Test
    void aServiceWhoseAnswerCanBeReadOnce() {
        assertThat(Starts.failure(ServiceWhoseAnswerCanBeReadOnce.class).getDescription())
                .contains("can be read only once");
    }

    @Test
    void aServiceThatSaysNothingAboutItsAnswer() {
        assertThat(Starts.failure(ServiceThatSaysNothingAboutItsAnswer.class).getDescription())
                .contains("declare the concrete type");
    }

    @Test
    void controllersThatAnswerLater() {
        for (Class<?> controller :
                List.of(Later.class, Called.class, Deferred.class, Emitted.class, Streamed.class, Wrapped.class)) {
            assertThat(Starts.webFailure(controller).getDescription())
                    .startsWith("@Idempotent on " + controller.getName() + ".create() returns ");
        }
    }

    static class ServiceThatAnswersLater {
        @Idempotent(key = "#id")
        public CompletableFuture<String> create(String id) {
            return CompletableFuture.completedFuture(id);
        }
    }

    static class ServiceWhoseAnswerCanBeReadOnce {
        @Idempotent(key = "#id")
        public Stream<String> create(String id) {
            return Stream.of(id);
        }
    }

    static class ServiceThatSaysNothingAboutItsAnswer {
        @Idempotent(key = "#id")
        public Object create(String id) {
            return id;
        }
    }

    @RestController
    static class Later {
        @Idempotent
        @PostMapping("/later")
        public CompletableFuture<String> create() {
            return CompletableFuture.completedFuture("");
        }
    }

    @RestController
    static class Called {
        @Idempotent
        @PostMapping("/called")
        public Callable<String> create() {
            return () -> "";
        }
    }

    @RestController
    static class Deferred {
        @Idempotent
        @PostMapping("/deferred")
        public DeferredResult<String> create() {
            return new DeferredResult<>();
        }
    }

    @RestController
    static class Emitted {
        @Idempotent
        @PostMapping("/emitted")
        public SseEmitter create() {
            return new SseEmitter();
        }
    }

    @RestController
    static class Streamed {
        @Idempotent
        @PostMapping("/streamed")
        public StreamingResponseBody create() {
            return out -> {};
        }
    }

    @RestController
    static class Wrapped {
        @Idempotent
        @PostMapping("/wrapped")
        public ResponseEntity<StreamingResponseBody> create() {
            return ResponseEntity.ok(out -> {});
        }
    }
}
