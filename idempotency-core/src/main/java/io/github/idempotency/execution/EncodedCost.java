package io.github.idempotency.execution;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

import io.github.idempotency.cost.CostSum;

/**
 * A sum of costs in few bytes: five {@linkplain PackedNumber numbers}, then the {@linkplain
 * EncodedAmount amounts}.
 */
final class EncodedCost {

    private static final int NUMBERS = 5;

    private EncodedCost() {}

    static byte[] encode(CostSum sum) {
        ByteBuffer bytes = ByteBuffer.allocate(
                NUMBERS * PackedNumber.LONGEST + sum.amounts().size() * EncodedAmount.LONGEST);
        LongStream.of(sum.reports(), sum.uncounted(), sum.unpriced(), sum.inputTokens(), sum.outputTokens())
                .forEach(number -> PackedNumber.put(bytes, number));
        sum.amounts().forEach((currency, amount) -> EncodedAmount.put(bytes, currency, amount));
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    static CostSum decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        long[] numbers = new long[NUMBERS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = PackedNumber.get(bytes);
        }
        SortedMap<String, BigDecimal> amounts = new TreeMap<>();
        while (bytes.hasRemaining()) {
            EncodedAmount.get(bytes, amounts::put);
        }
        return new CostSum(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], amounts);
    }
}
