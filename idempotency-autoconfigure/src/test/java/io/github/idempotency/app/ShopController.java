package io.github.idempotency.app;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

/** Two operations of one controller, and the circumstances under which guards are known to fail. */
@RestController
@RequestMapping("/shop")
class ShopController {

    private final Effects effects;

    private final Gates gates;

    private final Ledger ledger;

    ShopController(Effects effects, Gates gates, Ledger ledger) {
        this.effects = effects;
        this.gates = gates;
        this.ledger = ledger;
    }

    @Idempotent
    @PostMapping("/pay")
    String pay() {
        return "paid, run " + effects.happen();
    }

    @Idempotent
    @PostMapping("/refund")
    String refund() {
        return "refunded, run " + effects.happen();
    }

    @Idempotent(scope = "till")
    @PostMapping("/till/pay")
    String payAtTheTill() {
        return "paid, run " + effects.happen();
    }

    @Idempotent(scope = "till")
    @PostMapping("/till/refund")
    String refundAtTheTill() {
        return "refunded, run " + effects.happen();
    }

    /** Takes as long as the test wants, which may be longer than both. */
    @Idempotent(ttl = "400ms", lease = "300ms")
    @PostMapping("/slow")
    String slow(@RequestHeader("Idempotency-Key") String key) {
        gates.pass(key);
        return "run " + effects.happen();
    }

    @Idempotent(scope = "brief", ttl = "300ms", lease = "300ms")
    @PostMapping("/brief")
    String brief() {
        return "run " + effects.happen();
    }

    @Idempotent(onInProgress = InProgressPolicy.WAIT, waitTimeout = "200ms")
    @PostMapping("/impatient")
    String impatient(@RequestHeader("Idempotency-Key") String key) {
        int run = effects.happen();
        gates.pass(key);
        return "run " + run;
    }

    @Idempotent
    @PostMapping("/orders")
    ResponseEntity<PaymentController.Payment> order(@RequestBody PaymentController.Payment payment) {
        effects.happen();
        return ResponseEntity.accepted().header("ETag", "\"1\"").body(payment);
    }

    /** Not guarded, but calls a service that is. */
    @PostMapping("/entries")
    int enter(@RequestParam String id) {
        return ledger.enter(id);
    }
}
