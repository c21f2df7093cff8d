package io.github.idempotency.execution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** An amount of money: its currency in three letters, its decimals, its length, its digits as a number. */
final class EncodedAmount {

    private static final int CURRENCY = 3;

    /** 2<sup>184</sup> is far beyond what a sum of allowed amounts comes to. */
    private static final int DIGITS = 23;

    static final int LONGEST = CURRENCY + 1 + 1 + DIGITS;

    private static final int DECIMALS = 12;

    private EncodedAmount() {}

    static void put(ByteBuffer bytes, String currency, BigDecimal amount) {
        BigDecimal plain = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        byte[] digits = plain.unscaledValue().toByteArray();
        bytes.put(currency.getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) plain.scale()).put((byte) digits.length).put(digits);
    }

    static void get(ByteBuffer bytes, BiConsumer<String, BigDecimal> to) {
        byte[] currency = new byte[CURRENCY];
        bytes.get(currency);
        int scale = bytes.get();
        byte[] digits = new byte[Byte.toUnsignedInt(bytes.get())];
        bytes.get(digits);
        BigDecimal amount = new BigDecimal(new BigInteger(digits), scale).setScale(DECIMALS);
        to.accept(new String(currency, StandardCharsets.US_ASCII), amount);
    }
}
