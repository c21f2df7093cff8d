package io.github.idempotency.app;

import java.security.Principal;

import jakarta.validation.Valid;

import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;

/** Handlers for users only. */
@RestController
@RequestMapping("/owned")
class OwnedController {

    private final Effects effects;

    private final Gates gates;

    OwnedController(Effects effects, Gates gates) {
        this.effects = effects;
        this.gates = gates;
    }

    @Idempotent(scope = "accounts")
    @PostMapping("/accounts")
    String open(Principal principal) {
        return "account of " + principal.getName() + ", run " + effects.happen();
    }

    @Idempotent
    @PreAuthorize("hasRole('TELLER')")
    @PostMapping("/payouts")
    String payOut() {
        return "run " + effects.happen();
    }

    @Idempotent
    @PostMapping("/transfers")
    String transfer(@Valid @RequestBody PaymentController.Payment payment) {
        return "run " + effects.happen();
    }

    /** Leaves a record in the state that its caller wants; all others get the same answer. */
    @Idempotent(scope = "small", effect = Effect.IRREVERSIBLE)
    @PostMapping({"/states", "/states/{of}"})
    ResponseEntity<String> leave(
            @RequestHeader("Idempotency-Key") String key,
            @RequestHeader(name = "X-State", defaultValue = "") String state) {
        switch (state) {
            case "in-progress" -> gates.pass(key);
            case "unknown" -> throw new IllegalStateException("Out of order");
            case "not-retained" -> {
                return ResponseEntity.ok("x".repeat(2048));
            }
            default -> effects.happen();
        }
        return ResponseEntity.ok()
                .header("Set-Cookie", "session=secret-set-cookie")
                .body("done");
    }
}
