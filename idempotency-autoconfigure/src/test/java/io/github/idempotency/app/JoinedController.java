package io.github.idempotency.app;

import java.io.IOException;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;

/** Every handler writes a row, in one transaction with its answer, and then ends in a way of its own. */
@RestController
@RequestMapping("/joined")
@Idempotent(transactional = true, effect = Effect.IRREVERSIBLE)
class JoinedController {

    private final Desk desk;

    JoinedController(Desk desk) {
        this.desk = desk;
    }

    @PostMapping("/booked")
    public Map<String, Long> booked(@RequestHeader("Idempotency-Key") String key) {
        desk.book(key);
        return Map.of("at", System.nanoTime());
    }

    @PostMapping("/status/{status}")
    public ResponseEntity<String> answered(@RequestHeader("Idempotency-Key") String key, @PathVariable int status) {
        desk.book(key);
        return ResponseEntity.status(status).body("answered at " + System.nanoTime());
    }

    @PostMapping("/declined")
    public void declined(@RequestHeader("Idempotency-Key") String key) {
        desk.decline(key);
    }

    @PostMapping("/broken")
    public void broken(@RequestHeader("Idempotency-Key") String key) {
        desk.book(key);
        throw new IllegalStateException("broken");
    }

    @PostMapping("/given-up")
    public String givenUp(@RequestHeader("Idempotency-Key") String key) {
        desk.giveUp(key);
        return "booked, or so it seems";
    }

    @Idempotent(transactional = true, scope = "joined-large")
    @PostMapping("/large")
    public String large(@RequestHeader("Idempotency-Key") String key) {
        desk.book(key);
        return "x".repeat(2000);
    }

    @Idempotent(transactional = true, scope = "joined-written")
    @PostMapping("/written")
    public void written(@RequestHeader("Idempotency-Key") String key, HttpServletResponse response) throws IOException {
        desk.book(key);
        response.getOutputStream().write(new byte[2000]);
        desk.book(key);
    }

    @ExceptionHandler
    ResponseEntity<String> onDecline(Declined ex) {
        return ResponseEntity.unprocessableContent().body("declined at " + System.nanoTime());
    }

    static class Desk {

        private final JdbcTemplate database;

        Desk(JdbcTemplate database) {
            this.database = database;
            database.execute("CREATE TABLE IF NOT EXISTS booking (booked text NOT NULL, by_whom text NOT NULL)");
        }

        void book(String key) {
            database.update("INSERT INTO booking VALUES (?, 'web')", key);
        }

        @Transactional
        public void decline(String key) {
            book(key);
            throw new Declined();
        }

        @Transactional
        public void giveUp(String key) {
            book(key);
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        }
    }

    static class Declined extends RuntimeException {}
}
