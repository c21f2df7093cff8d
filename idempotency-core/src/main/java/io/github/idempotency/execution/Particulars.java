package io.github.idempotency.execution;

import java.nio.BufferUnderflowException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.cost.CostSource;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.store.Result;

/**
 * What a record keeps of an execution beside its result. What cannot be read of it is nothing: no answer depends on it.
 *
 * @param trace where the execution was traced; null if it was not, or that is not known
 * @param cost its own
 * @param total its own and that of guarded calls within it
 * @param sources of its own cost, each once
 */
record Particulars(@Nullable TraceReference trace, CostSum cost, CostSum total, List<CostSource> sources) {

    private static final Logger log = LoggerFactory.getLogger(Particulars.class);

    private static final Particulars NONE = new Particulars(null, CostSum.NONE, CostSum.NONE);

    Particulars(@Nullable TraceReference trace, CostSum cost, CostSum total) {
        this(trace, cost, total, List.of());
    }

    static Particulars of(@Nullable Result result) {
        byte[] encoded = result == null ? null : result.particulars();
        if (encoded == null) {
            return NONE;
        }
        try {
            return EncodedParticulars.decode(encoded);
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException ex) {
            log.debug("The particulars of a record cannot be read", ex);
            return NONE;
        }
    }

    /** Null if there is nothing to keep. */
    byte @Nullable [] encoded() {
        return EncodedParticulars.encode(this);
    }
}
