package io.github.idempotency.app;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.UnknownExecution;

/** Handlers that are waited for, and handlers whose outcome is found out. */
@RestController
@RequestMapping("/recovering")
public class RecoveringController {

    private final Effects effects;

    private CountDownLatch gate = new CountDownLatch(0);

    RecoveringController(Effects effects) {
        this.effects = effects;
    }

    /** From now on the handler waits until the gate is opened. */
    public CountDownLatch close() {
        gate = new CountDownLatch(1);
        return gate;
    }

    @Idempotent(onInProgress = InProgressPolicy.WAIT, waitTimeout = "30s")
    @PostMapping("/patient")
    Map<String, Object> patient() throws InterruptedException {
        assertOpened(gate);
        return Map.of("number", effects.happen());
    }

    @Idempotent(effect = Effect.IRREVERSIBLE, reconcileWith = "lookUp")
    @PostMapping("/payments/{what}")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> pay(@PathVariable String what) {
        int attempt = IdempotencyContext.current().attempt();
        if (!what.equals("lost-before") || attempt > 1) {
            effects.happen();
        }
        if (attempt == 1) {
            throw new IllegalStateException("the connection broke");
        }
        return Map.of("paid", what, "receipt", IdempotencyContext.current().childKey("receipt"), "attempt", attempt);
    }

    Reconciliation<Map<String, Object>> lookUp(String what, UnknownExecution lost) {
        return switch (what) {
            case "lost-before" -> Reconciliation.didNotHappen();
            case "lost-after" -> Reconciliation.happened(Map.of("paid", what, "receipt", lost.childKey("receipt")));
            case "lost-somewhere" -> Reconciliation.cannotTell();
            default -> throw new IllegalStateException("Nobody knows of " + what);
        };
    }

    private static void assertOpened(CountDownLatch gate) throws InterruptedException {
        if (!gate.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody opened the gate");
        }
    }
}
