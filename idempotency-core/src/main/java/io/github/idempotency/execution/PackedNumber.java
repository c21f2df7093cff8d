package io.github.idempotency.execution;

import java.nio.ByteBuffer;

/** A number that is not negative, seven bits a byte and the lowest first; every byte but the last has its eighth bit set. */
final class PackedNumber {

    static final int LONGEST = 9;

    private PackedNumber() {}

    static void put(ByteBuffer bytes, long number) {
        long rest = number;
        while (rest > 0x7f) {
            bytes.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
    }

    static long get(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; shift < LONGEST * 7; shift += 7) {
            byte next = bytes.get();
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("A number does not end");
    }
}
