package io.github.idempotency.torture;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.torture.HistoryEntry.Kind;

/** Writes down when work begins, has its effect and is done. */
final class WorkSteps {

    private final Journal journal;

    WorkSteps(Journal journal) {
        this.journal = journal;
    }

    /**
     * Works.
     *
     * @param effect has the receipt
     * @return the receipt
     */
    String take(long millis, boolean fails, Consumer<String> effect) throws InterruptedException {
        IdempotencyContext execution = IdempotencyContext.current();
        String receipt = Receipt.of(execution, journal.process());
        write(Kind.BEGUN, execution, receipt);
        TimeUnit.MILLISECONDS.sleep(millis / 2);
        effect.accept(receipt);
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
