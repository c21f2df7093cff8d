package io.github.idempotency.app;

import java.net.URI;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

/** Handlers whose duplicates are told where to ask. */
@RestController
@RequestMapping("/jobs")
class JobController {

    /** More than is kept. */
    private static final String LARGE = "x".repeat(2048);

    private final Effects effects;

    private final Gates gates;

    JobController(Effects effects, Gates gates) {
        this.effects = effects;
        this.gates = gates;
    }

    /** Ends as its caller wants. */
    @Idempotent(scope = "jobs", onInProgress = InProgressPolicy.ACCEPT)
    @PostMapping
    ResponseEntity<String> run(
            @RequestHeader("Idempotency-Key") String key,
            @RequestHeader(name = "X-State", defaultValue = "") String state) {
        return switch (state) {
            case "slow" -> {
                gates.pass(key);
                yield created();
            }
            case "released" -> throw new IllegalStateException("Out of order");
            case "turned-down" -> ResponseEntity.unprocessableContent().body("no");
            case "not-retained" -> ResponseEntity.ok(LARGE);
            default -> created();
        };
    }

    private ResponseEntity<String> created() {
        effects.happen();
        return ResponseEntity.created(URI.create("/jobs/7"))
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"price\": 1.10, \"big\": 12345678901234567890.5}");
    }

    @Idempotent(scope = "payouts", effect = Effect.IRREVERSIBLE, onInProgress = InProgressPolicy.ACCEPT)
    @PostMapping("/payouts")
    void payOut() {
        throw new IllegalStateException("the connection broke");
    }

    @Idempotent(scope = "private")
    @PostMapping("/private")
    String keepPrivate() {
        return "done";
    }
}
