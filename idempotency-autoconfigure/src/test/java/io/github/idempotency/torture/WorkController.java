package io.github.idempotency.torture;

import java.util.concurrent.TimeUnit;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.torture.HistoryEntry.Kind;

/** Work that writes down when it begins, has its effect and is done. How long that takes, and whether it fails, is asked for. */
@RestController
class WorkController {

    static final String MILLIS = "X-Work-Millis";

    static final String FAILS = "X-Work-Fails";

    private final Journal journal;

    WorkController(Journal journal) {
        this.journal = journal;
    }

    @Idempotent(scope = "repeatable")
    @PostMapping("/repeatable")
    String repeatable(@RequestHeader(MILLIS) long millis, @RequestHeader(FAILS) boolean fails) throws Exception {
        return work(millis, fails);
    }

    @Idempotent(scope = "waiting", onInProgress = InProgressPolicy.WAIT, waitTimeout = "2s")
    @PostMapping("/waiting")
    String waiting(@RequestHeader(MILLIS) long millis, @RequestHeader(FAILS) boolean fails) throws Exception {
        return work(millis, fails);
    }

    @Idempotent(scope = "irreversible", effect = Effect.IRREVERSIBLE)
    @PostMapping("/irreversible")
    String irreversible(@RequestHeader(MILLIS) long millis, @RequestHeader(FAILS) boolean fails) throws Exception {
        return work(millis, fails);
    }

    private String work(long millis, boolean fails) throws InterruptedException {
        IdempotencyContext execution = IdempotencyContext.current();
        String receipt = Receipt.of(execution, journal.process());
        write(Kind.BEGUN, execution, receipt);
        TimeUnit.MILLISECONDS.sleep(millis / 2);
        write(Kind.EFFECT, execution, receipt);
        TimeUnit.MILLISECONDS.sleep(millis / 2);
        if (fails) {
            throw new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR);
        }
        write(Kind.FINISHED, execution, receipt);
        return receipt;
    }

    private void write(Kind kind, IdempotencyContext execution, String receipt) {
        journal.write(kind, execution.storeKey().reference(), execution.fencingToken(), receipt);
    }
}
