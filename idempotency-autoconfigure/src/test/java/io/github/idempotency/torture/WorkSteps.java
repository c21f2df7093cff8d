package io.github.idempotency.torture;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

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

    /**
     * Works, and sends what it has done bit by bit. The stored answer has the receipt as its tag.
     *
     * @return at once
     */
    ResponseEntity<ResponseBodyEmitter> stream(long millis, boolean fails) {
        IdempotencyContext execution = IdempotencyContext.current();
        String receipt = Receipt.of(execution, journal.process());
        ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L);
        write(Kind.BEGUN, execution, receipt);
        new Thread(() -> send(emitter, execution, receipt, millis, fails)).start();
        return ResponseEntity.ok().eTag(receipt).body(emitter);
    }

    private void send(
            ResponseBodyEmitter emitter, IdempotencyContext execution, String receipt, long millis, boolean fails) {
        try {
            for (int frame = 0; frame < StreamedBody.FRAMES; frame++) {
                emitter.send(StreamedBody.frame(receipt, frame));
                TimeUnit.MILLISECONDS.sleep(millis / StreamedBody.FRAMES);
            }
            write(Kind.EFFECT, execution, receipt);
            if (fails) {
                throw new IllegalStateException("the work fails");
            }
            write(Kind.FINISHED, execution, receipt);
            emitter.send(StreamedBody.end(receipt));
            emitter.complete();
        } catch (Exception ex) {
            emitter.completeWithError(ex);
        }
    }

    private void write(Kind kind, IdempotencyContext execution, String receipt) {
        journal.write(kind, execution.storeKey().reference(), execution.fencingToken(), receipt);
    }
}
