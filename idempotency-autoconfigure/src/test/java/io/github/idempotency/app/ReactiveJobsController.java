package io.github.idempotency.app;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

/** Reactive handlers whose duplicates are accepted. */
@RestController
@RequestMapping("/jobs")
class ReactiveJobsController {

    private final Effects effects;

    private final ReactiveGates gates;

    ReactiveJobsController(Effects effects, ReactiveGates gates) {
        this.effects = effects;
        this.gates = gates;
    }

    @Idempotent(scope = "jobs", onInProgress = InProgressPolicy.ACCEPT)
    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<String>> job(@RequestHeader("Idempotency-Key") String key) {
        return gates.pass(key)
                .map(any -> ResponseEntity.status(HttpStatus.CREATED)
                        .header("Location", "/jobs/" + effects.happen(key))
                        .body("{\"price\":1.10}"));
    }

    @Idempotent(scope = "plain-jobs", onInProgress = InProgressPolicy.ACCEPT)
    @PostMapping("/plain")
    String plain(@RequestHeader("Idempotency-Key") String key) {
        gates.pass(key).block();
        return "job " + effects.happen(key);
    }

    @Idempotent(scope = "payouts", onInProgress = InProgressPolicy.ACCEPT, effect = Effect.IRREVERSIBLE)
    @PostMapping("/payouts")
    Mono<String> payout(@RequestHeader("Idempotency-Key") String key) {
        return Mono.error(() -> new IllegalStateException("broken after " + effects.happen(key)));
    }

    @Idempotent(scope = "repeatable-jobs", onInProgress = InProgressPolicy.ACCEPT)
    @PostMapping("/repeatable")
    Mono<String> repeatable(@RequestHeader("Idempotency-Key") String key) {
        return Mono.error(() -> new IllegalStateException("broken after " + effects.happen(key)));
    }
}
