package io.github.idempotency.execution;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.cost.CostSource;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.store.Result;

/** Parts of a label, a length and as many bytes. A label that is not known is passed over. */
final class EncodedParticulars {

    private static final int TRACE = 1;

    private static final int COST = 2;

    /** Only where it is not the same as the cost. */
    private static final int TOTAL = 3;

    private static final int SOURCES = 4;

    private static final int LONGEST = 255;

    private EncodedParticulars() {}

    /** Null if there is nothing to keep. */
    static byte @Nullable [] encode(Particulars from) {
        if (from.trace() == null && from.cost().isNone() && from.total() == from.cost()) {
            return null;
        }
        ByteBuffer parts = ByteBuffer.allocate(Result.MOST_PARTICULARS);
        if (from.trace() != null) {
            put(
                    parts,
                    TRACE,
                    HexFormat.of().parseHex(from.trace().spanId() + from.trace().traceId()));
        }
        if (!from.cost().isNone()) {
            put(parts, COST, EncodedCost.encode(from.cost()));
        }
        if (!from.total().equals(from.cost())) {
            put(parts, TOTAL, EncodedCost.encode(from.total()));
        }
        int room = Math.min(LONGEST, parts.remaining() - 2);
        byte[] sources = EncodedSources.encode(from.sources(), room);
        if (sources.length > 0) {
            put(parts, SOURCES, sources);
        }
        return parts.position() == 0 ? null : Arrays.copyOf(parts.array(), parts.position());
    }

    /** What does not fit is left out: in a dozen currencies, for example. */
    private static void put(ByteBuffer parts, int label, byte[] part) {
        if (part.length <= LONGEST && 2 + part.length <= parts.remaining()) {
            parts.put((byte) label).put((byte) part.length).put(part);
        }
    }

    static Particulars decode(byte[] encoded) {
        ByteBuffer parts = ByteBuffer.wrap(encoded);
        TraceReference trace = null;
        CostSum cost = CostSum.NONE;
        CostSum total = null;
        List<CostSource> sources = List.of();
        while (parts.hasRemaining()) {
            int label = parts.get();
            byte[] part = new byte[Byte.toUnsignedInt(parts.get())];
            parts.get(part);
            switch (label) {
                case TRACE -> trace = trace(HexFormat.of().formatHex(part));
                case COST -> cost = EncodedCost.decode(part);
                case TOTAL -> total = EncodedCost.decode(part);
                case SOURCES -> sources = EncodedSources.decode(part);
                default -> {
                    // Of a later release.
                }
            }
        }
        return new Particulars(trace, cost, total == null ? cost : total, sources);
    }

    private static TraceReference trace(String hex) {
        int span = Math.min(16, hex.length());
        return new TraceReference(hex.substring(span), hex.substring(0, span));
    }
}
