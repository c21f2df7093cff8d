package io.github.idempotency.app;

import java.security.Principal;

import jakarta.validation.Valid;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** Handlers for users only. */
@RestController
@RequestMapping("/owned")
class OwnedController {

    private final Effects effects;

    OwnedController(Effects effects) {
        this.effects = effects;
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
}
