package io.github.idempotency.app;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** Handlers that return their body. No two executions answer alike. */
@RestController
@RequestMapping("/values")
class ValueController {

    private final Effects effects;

    ValueController(Effects effects) {
        this.effects = effects;
    }

    record Receipt(int number, long nanos, BigDecimal amount, Instant at, String note) {}

    static final class Bean {

        private final int number;

        Bean(int number) {
            this.number = number;
        }

        public int getNumber() {
            return number;
        }
    }

    private Receipt receipt() {
        return new Receipt(effects.happen(), System.nanoTime(), new BigDecimal("10.50"), Instant.now(), "Grüße €");
    }

    @Idempotent
    @PostMapping("/record")
    Receipt record() {
        return receipt();
    }

    @Idempotent
    @PostMapping("/bean")
    Bean bean() {
        return new Bean(effects.happen());
    }

    @Idempotent
    @PostMapping("/list")
    List<Receipt> list() {
        return List.of(receipt(), receipt());
    }

    @Idempotent
    @PostMapping("/map")
    Map<String, Object> map() {
        return Map.of("number", effects.happen());
    }

    @Idempotent
    @PostMapping("/void")
    void nothing() {
        effects.happen();
    }

    @Idempotent
    @PostMapping("/void-status")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void nothingWithStatus() {
        effects.happen();
    }

    @Idempotent
    @PostMapping("/null")
    Receipt none() {
        effects.happen();
        return null;
    }

    @Idempotent
    @PostMapping("/created")
    @ResponseStatus(HttpStatus.CREATED)
    Receipt created() {
        return receipt();
    }

    @Idempotent
    @PostMapping("/string")
    String string() {
        return "Größe " + effects.happen() + " " + System.nanoTime();
    }

    @Idempotent
    @PostMapping(path = "/string-latin", produces = "text/plain;charset=ISO-8859-1")
    String latin() {
        return "Größe " + effects.happen();
    }

    @Idempotent
    @PostMapping("/int")
    int number() {
        return effects.happen();
    }

    @Idempotent
    @PostMapping("/boolean")
    boolean truth() {
        return effects.happen() > 1;
    }

    @Idempotent
    @PostMapping(path = "/bytes", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    byte[] bytes() {
        return ("\0\u0001" + effects.happen() + System.nanoTime()).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Idempotent
    @PostMapping("/optional")
    Optional<Receipt> optional() {
        return Optional.of(receipt());
    }

    @Idempotent
    @PostMapping("/optional-empty")
    Optional<Receipt> optionalEmpty() {
        effects.happen();
        return Optional.empty();
    }

    @Idempotent
    @PostMapping("/problem")
    ProblemDetail problem() {
        return ProblemDetail.forStatusAndDetail(HttpStatus.GONE, "Gone for the " + effects.happen() + ". time");
    }

    /** More than a container holds back by itself. */
    @Idempotent
    @PostMapping("/large")
    String large() {
        return "€".repeat(50_000) + effects.happen();
    }
}
