package io.github.idempotency.app;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;
import io.github.idempotency.MismatchPolicy;
import io.github.idempotency.cost.Cost;
import io.github.idempotency.execution.IdempotencyContext;

/** Handlers that differ in where their key comes from and in what must be equal. */
@RestController
@RequestMapping("/payments")
class PaymentController {

    private final Effects effects;

    private final Gates gates;

    PaymentController(Effects effects, Gates gates) {
        this.effects = effects;
        this.gates = gates;
    }

    record Payment(String id, @Positive int amount, String note) {}

    record Paid(int number, long nanos) {}

    private Paid paid() {
        return new Paid(effects.happen(), System.nanoTime());
    }

    @Idempotent(scope = "payments")
    @PostMapping
    Paid pay(@Valid @RequestBody Payment payment) {
        return paid();
    }

    @Idempotent(scope = "optional", required = false)
    @PostMapping("/optional")
    Paid optional() {
        return paid();
    }

    @Idempotent
    @PostMapping("/blocked")
    Paid blocked(@RequestHeader("Idempotency-Key") String key) {
        gates.pass(key);
        return paid();
    }

    /** For whoever counts, calls or costs: nobody else uses its scope. */
    @Idempotent(scope = "counted")
    @PostMapping("/counted")
    Paid counted(@RequestBody Payment payment) {
        IdempotencyContext.current().recordCost(Cost.tokens("small-model", 100, 10));
        IdempotencyContext.current().recordCost(Cost.unknown("small-model"));
        if (payment.amount() < 0) {
            throw new IllegalStateException("Out of order");
        }
        return paid();
    }

    /** Waits where its caller asks for it. */
    @Idempotent
    @PostMapping("/paused")
    Paid paused(@RequestHeader(name = "X-Gate", required = false) String gate) {
        Paid paid = paid();
        if (gate != null) {
            gates.pass(gate);
        }
        return paid;
    }

    @Idempotent(onMismatch = MismatchPolicy.REPLAY_ORIGINAL)
    @PostMapping("/original")
    Paid original(@RequestBody Payment payment) {
        return paid();
    }

    @Idempotent(key = "#payment.id")
    @PostMapping("/by-id")
    Paid byId(@RequestBody Payment payment) {
        return new Paid(effects.happen(payment.id()), System.nanoTime());
    }

    @Idempotent(key = "#payment.id", fingerprint = "#payment.amount")
    @PostMapping("/by-id-and-amount")
    Paid byIdAndAmount(@RequestBody Payment payment) {
        return new Paid(effects.happen(payment.id()), System.nanoTime());
    }

    @Idempotent(key = "#header['X-Event-Id']")
    @PostMapping("/by-header")
    Paid byHeader(@RequestHeader("X-Event-Id") String event) {
        return new Paid(effects.happen(event), System.nanoTime());
    }
}
