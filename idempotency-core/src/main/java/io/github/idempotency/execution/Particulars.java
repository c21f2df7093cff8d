package io.github.idempotency.execution;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.cost.CostSum;
import io.github.idempotency.store.Result;

/**
 * What a record keeps of an execution beside its result: parts of a label, a length and as many bytes. A label that is not
 * known is passed over, and so is what is damaged: it is nothing that an answer depends on.
 *
 * @param trace where the execution was traced; null if it was not, or that is not known
 * @param cost its own
 * @param total its own and that of guarded calls within it
 */
record Particulars(@Nullable TraceReference trace, CostSum cost, CostSum total) {

    private static final Particulars NONE = new Particulars(null, CostSum.NONE, CostSum.NONE);

    private static final Logger log = LoggerFactory.getLogger(Particulars.class);

    private static final int TRACE = 1;

    private static final int COST = 2;

    /** Only where it is not the same as the cost. */
    private static final int TOTAL = 3;

    private static final int LONGEST = 255;

    /** Null if there is nothing to keep. */
    byte @Nullable [] encoded() {
        ByteBuffer parts = ByteBuffer.allocate(Result.MOST_PARTICULARS);
        if (trace != null) {
            put(parts, TRACE, HexFormat.of().parseHex(trace.spanId() + trace.traceId()));
        }
        if (!cost.isNone()) {
            put(parts, COST, EncodedCost.encode(cost));
        }
        if (!total.equals(cost)) {
            put(parts, TOTAL, EncodedCost.encode(total));
        }
        return parts.position() == 0 ? null : Arrays.copyOf(parts.array(), parts.position());
    }

    /** What does not fit is left out: in a dozen currencies, for example. */
    private static void put(ByteBuffer parts, int label, byte[] part) {
        if (part.length <= LONGEST && 2 + part.length <= parts.remaining()) {
            parts.put((byte) label).put((byte) part.length).put(part);
        }
    }

    static Particulars of(@Nullable Result result) {
        byte[] encoded = result == null ? null : result.particulars();
        if (encoded == null) {
            return NONE;
        }
        try {
            return decode(ByteBuffer.wrap(encoded));
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException ex) {
            log.debug("The particulars of a record cannot be read", ex);
            return NONE;
        }
    }

    private static Particulars decode(ByteBuffer parts) {
        TraceReference trace = null;
        CostSum cost = CostSum.NONE;
        CostSum total = null;
        while (parts.hasRemaining()) {
            int label = parts.get();
            byte[] part = new byte[Byte.toUnsignedInt(parts.get())];
            parts.get(part);
            switch (label) {
                case TRACE -> trace = trace(HexFormat.of().formatHex(part));
                case COST -> cost = EncodedCost.decode(part);
                case TOTAL -> total = EncodedCost.decode(part);
                default -> {
                    // Of a later release.
                }
            }
        }
        return new Particulars(trace, cost, total == null ? cost : total);
    }

    private static TraceReference trace(String hex) {
        int span = Math.min(16, hex.length());
        return new TraceReference(hex.substring(span), hex.substring(0, span));
    }
}
