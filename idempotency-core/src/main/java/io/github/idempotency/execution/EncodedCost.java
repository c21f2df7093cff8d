package io.github.idempotency.execution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.idempotency.cost.CostSum;

/**
 * A sum of costs in few bytes: five numbers, seven bits a byte and the lowest first, then each amount as its currency in
 * three letters, its decimals, its length and its digits.
 */
final class EncodedCost {

    private static final int NUMBERS = 5 * 10;

    private static final int AMOUNT = 3 + 1 + 1 + 24;

    private EncodedCost() {}

    static byte[] encode(CostSum sum) {
        ByteBuffer bytes = ByteBuffer.allocate(NUMBERS + sum.amounts().size() * AMOUNT);
        putNumber(bytes, sum.reports());
        putNumber(bytes, sum.uncounted());
        putNumber(bytes, sum.unpriced());
        putNumber(bytes, sum.inputTokens());
        putNumber(bytes, sum.outputTokens());
        sum.amounts().forEach((currency, amount) -> {
            BigDecimal plain = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
            byte[] digits = plain.unscaledValue().toByteArray();
            bytes.put(currency.getBytes(StandardCharsets.US_ASCII))
                    .put((byte) plain.scale())
                    .put((byte) digits.length)
                    .put(digits);
        });
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    static CostSum decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        long[] numbers = new long[5];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(bytes);
        }
        SortedMap<String, BigDecimal> amounts = new TreeMap<>();
        while (bytes.hasRemaining()) {
            byte[] currency = new byte[3];
            bytes.get(currency);
            int scale = bytes.get();
            byte[] digits = new byte[Byte.toUnsignedInt(bytes.get())];
            bytes.get(digits);
            BigDecimal amount = new BigDecimal(new BigInteger(digits), scale).setScale(12);
            amounts.put(new String(currency, StandardCharsets.US_ASCII), amount);
        }
        return new CostSum(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], amounts);
    }

    private static void putNumber(ByteBuffer bytes, long number) {
        long rest = number;
        while (rest > 0x7f) {
            bytes.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
    }

    private static long number(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = bytes.get();
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("A number does not end");
    }
}
