package io.github.idempotency.torture;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

/** Work that is nothing but its steps. How long it takes, and whether it fails, is asked for. */
@RestController
class WorkController {

    static final String MILLIS = "X-Work-Millis";

    static final String FAILS = "X-Work-Fails";

    private final WorkSteps steps;

    WorkController(Journal journal) {
        this.steps = new WorkSteps(journal);
    }

    @Idempotent(scope = "repeatable")
    @PostMapping("/repeatable")
    String repeatable(@RequestHeader(MILLIS) long millis, @RequestHeader(FAILS) boolean fails) throws Exception {
        return steps.take(millis, fails, receipt -> {});
    }

    @Idempotent(scope = "waiting", onInProgress = InProgressPolicy.WAIT, waitTimeout = "2s")
    @PostMapping("/waiting")
    String waiting(@RequestHeader(MILLIS) long millis, @RequestHeader(FAILS) boolean fails) throws Exception {
        return steps.take(millis, fails, receipt -> {});
    }

    @Idempotent(scope = "streamed", onInProgress = InProgressPolicy.ATTACH)
    @PostMapping("/streamed")
    ResponseEntity<ResponseBodyEmitter> streamed(
            @RequestHeader(MILLIS) long millis, @RequestHeader(FAILS) boolean fails) {
        return steps.stream(millis, fails);
    }

    @Idempotent(scope = "irreversible", effect = Effect.IRREVERSIBLE)
    @PostMapping("/irreversible")
    String irreversible(@RequestHeader(MILLIS) long millis, @RequestHeader(FAILS) boolean fails) throws Exception {
        return steps.take(millis, fails, receipt -> {});
    }
}
