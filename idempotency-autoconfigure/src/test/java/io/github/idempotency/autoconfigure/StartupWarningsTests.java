package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

/** What works, but perhaps not as meant, is said once at startup. */
@ExtendWith(OutputCaptureExtension.class)
class StartupWarningsTests {

    @Test
    void asyncIsFurtherOut(CapturedOutput output) {
        Starts.starts(AsyncOrders.class);
        assertThat(output).contains("WARN").contains("AsyncOrders.create() is both @Idempotent and @Async");
    }

    @Test
    void retryableIsFurtherOut(CapturedOutput output) {
        Starts.starts(RetryableOrders.class);
        assertThat(output).contains("WARN").contains("RetryableOrders.create() is both @Idempotent and @Retryable");
    }

    @Test
    void aScopeInConfigurationThatNoMethodHas(CapturedOutput output) {
        Starts.run(
                Starts.application(ScopedOrders.class)
                        .withPropertyValues("idempotency.scopes.order.ttl=1h", "idempotency.scopes.orders.ttl=1h"),
                context -> assertThat(output)
                        .contains("WARN")
                        .contains("idempotency.scopes.[order] match no guarded method; the scopes are [orders]"));
    }

    @Test
    void handlersThatTheAnnotationOnTheirClassDoesNotMean(CapturedOutput output) {
        Starts.webApplication(HalfGuardedController.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output.toString().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains("HalfGuardedController.create() handles requests and is not guarded")
                .contains("Make it public, or annotate it itself");
    }

    @Test
    void nothingIsSaidWhereNothingIsWrong(CapturedOutput output) {
        Starts.starts(PlainOrders.class);
        assertThat(output).doesNotContain("WARN").doesNotContain("not eligible for getting processed");
    }

    static class AsyncOrders {
        @Async
        @Idempotent(key = "#id")
        public void create(String id) {}
    }

    @Retryable
    static class RetryableOrders {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }

    static class ScopedOrders {
        @Idempotent(key = "#id", scope = "orders")
        public void create(String id) {}
    }

    @Idempotent
    @RestController
    static class HalfGuardedController {

        @PostMapping("/create")
        void create() {}

        @PostMapping("/pay")
        public void pay() {}

        @Idempotent
        @PostMapping("/cancel")
        void cancel() {}

        @GetMapping("/list")
        void list() {}

        void help() {}
    }

    static class PlainOrders {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }
}
