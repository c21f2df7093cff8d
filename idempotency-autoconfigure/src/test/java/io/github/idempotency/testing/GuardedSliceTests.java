package io.github.idempotency.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;
import io.github.idempotency.test.MutableClock;
import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.test.autoconfigure.AutoConfigureIdempotency;

import static io.github.idempotency.test.web.MockMvcIdempotencyAssertions.assertIdempotent;
import static org.assertj.core.api.Assertions.assertThat;

/** What {@code docs/testing.md} shows, in a slice that has neither a store nor a Redis. */
// tag::slice[]
@WebMvcTest(GuardedSliceTests.OrderController.class)
@AutoConfigureIdempotency
class GuardedSliceTests {
    // end::slice[]

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(OrderController.class)
    static class Application {}

    @RestController
    static class OrderController {

        private final AtomicInteger orders = new AtomicInteger();

        @Idempotent(ttl = "24h", scope = "orders")
        @PostMapping("/orders")
        @ResponseStatus(HttpStatus.CREATED)
        Order place(@RequestBody Item item) {
            return new Order(orders.incrementAndGet(), item.name());
        }

        record Item(String name) {}

        record Order(int number, String item) {}
    }

    // tag::tests[]
    @Autowired
    MockMvcTester mvc;

    @Autowired
    RecordingIdempotencyListener listener;

    @Autowired
    MutableClock clock;

    @Test
    void anOrderIsPlacedOnce() {
        assertIdempotent(mvc.post()
                        .uri("/orders")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("""
                                {"name":"tea"}"""))
                .replayedAs(201)
                .executedOnce(listener)
                .refusesBody("""
                        {"name":"coffee"}""")
                .executesWithAnotherKey();
    }

    @Test
    void anAnswerIsForgottenAfterADay() {
        place("order-17");
        clock.advance(Duration.ofHours(23));
        assertThat(place("order-17")).hasHeader("Idempotent-Replayed", "true");
        clock.advance(Duration.ofHours(1));
        assertThat(place("order-17")).doesNotContainHeader("Idempotent-Replayed");
    }
    // end::tests[]

    private MvcTestResult place(String key) {
        return mvc.post()
                .uri("/orders")
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .content("""
                        {"name":"tea"}""")
                .exchange();
    }

    @RepeatedTest(2)
    void noTestSeesTheRecordsAndEventsOfAnother() {
        assertThat(listener.events()).isEmpty();
        assertThat(place("the same key in each test")).doesNotContainHeader("Idempotent-Replayed");
        assertThat(listener.events()).isNotEmpty();
    }

    @Test
    void plainMockMvc(@Autowired MockMvc plain) {
        assertIdempotent(
                        plain,
                        MockMvcRequestBuilders.post("/orders")
                                .contentType(MediaType.APPLICATION_JSON)
                                .content("""
                                        {"name":"tea"}"""))
                .replayedAs(201)
                .replayedHeader("Content-Type", "application/json");
    }
}
