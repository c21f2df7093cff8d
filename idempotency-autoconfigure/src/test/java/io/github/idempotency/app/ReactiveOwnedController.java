package io.github.idempotency.app;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.github.idempotency.Idempotent;

/** Needs a user. */
@RestController
@RequestMapping("/owned")
class ReactiveOwnedController {

    private final Effects effects;

    ReactiveOwnedController(Effects effects) {
        this.effects = effects;
    }

    @Idempotent
    @PreAuthorize("hasRole('TELLER')")
    @PostMapping("/receipts")
    Mono<String> receipt(@RequestHeader("Idempotency-Key") String key, java.security.Principal principal) {
        return Mono.fromSupplier(() -> principal.getName() + " " + effects.happen(key));
    }
}
