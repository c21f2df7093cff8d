package io.github.idempotency.app;

import java.io.IOException;
import java.io.Writer;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.execution.IdempotencyContext;

/** Handlers whose answer is an error, made in every place where errors are made. */
@RestController
@RequestMapping("/failing")
class FailingController {

    private final Effects effects;

    FailingController(Effects effects) {
        this.effects = effects;
    }

    static final class InsufficientFundsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InsufficientFundsException(int balance) {
            super("Balance " + balance);
        }
    }

    @ResponseStatus(code = HttpStatus.GONE, reason = "Too late")
    static final class TooLateException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> insufficientFunds(InsufficientFundsException ex) {
        return ResponseEntity.of(ProblemDetail.forStatusAndDetail(HttpStatus.PAYMENT_REQUIRED, ex.getMessage()))
                .build();
    }

    @Idempotent
    @PostMapping("/exception-handler")
    void exceptionHandler() {
        throw new InsufficientFundsException(effects.happen());
    }

    @Idempotent
    @PostMapping("/response-status-exception")
    void responseStatusException() {
        throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No account " + effects.happen());
    }

    @Idempotent
    @PostMapping("/annotated-exception")
    void annotatedException() {
        effects.happen();
        throw new TooLateException();
    }

    @Idempotent
    @PostMapping("/error-response-exception")
    void errorResponseException() {
        effects.happen();
        throw new ErrorResponseException(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    @Idempotent
    @PostMapping("/annotated-handler")
    @ResponseStatus(code = HttpStatus.PAYMENT_REQUIRED, reason = "Pay first")
    void annotatedHandler() {
        effects.happen();
    }

    @Idempotent
    @PostMapping("/send-error")
    void sendError(HttpServletResponse response) throws IOException {
        effects.happen();
        response.getOutputStream().print("draft");
        response.sendError(400, "Not like this");
    }

    @Idempotent
    @PostMapping("/status/{status}")
    ResponseEntity<String> status(@PathVariable int status) {
        return ResponseEntity.status(status).body("run " + effects.happen());
    }

    @Idempotent
    @PostMapping("/send-error/{status}")
    void sendErrorOf(@PathVariable int status, HttpServletResponse response) throws IOException {
        effects.happen();
        response.sendError(status);
    }

    /** Fails in its first attempt. */
    @Idempotent
    @PostMapping("/once")
    String once() {
        effects.happen();
        int attempt = IdempotencyContext.current().attempt();
        if (attempt == 1) {
            throw new IllegalStateException("Out of order");
        }
        return "attempt " + attempt;
    }

    @Idempotent(effect = Effect.IRREVERSIBLE)
    @PostMapping("/irreversible/exception")
    void irreversibleException() {
        effects.happen();
        throw new IllegalStateException("Out of order");
    }

    @Idempotent(effect = Effect.IRREVERSIBLE)
    @PostMapping("/irreversible/{status}")
    ResponseEntity<String> irreversible(@PathVariable int status) {
        return ResponseEntity.status(status).body("run " + effects.happen());
    }

    /** Ten times what is kept, in one piece. */
    @Idempotent(scope = "small")
    @PostMapping("/too-large/whole")
    String tooLarge() {
        return "x".repeat(9_999) + effects.happen();
    }

    /** Ten times what is kept, of undeclared length, little by little. */
    @Idempotent(scope = "small")
    @PostMapping("/too-large/pieces")
    void tooLarge(Writer writer) throws IOException {
        for (int i = 0; i < 1_000; i++) {
            writer.write("0123456789");
            writer.flush();
        }
        writer.write("" + effects.happen());
    }

    /** No larger than what is kept, but for its headers. */
    @Idempotent(scope = "small")
    @PostMapping("/too-large/barely")
    ResponseEntity<String> barely() {
        return ResponseEntity.ok().header("ETag", "\"1\"").body("x".repeat(1_023) + effects.happen());
    }
}
