package io.github.idempotency.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A command as clients send it: an array of strings. */
record RedisCommand(List<byte[]> words) {

    /** The next one; null where nobody sends any more. */
    static @Nullable RedisCommand read(InputStream in) throws IOException {
        int type = in.read();
        if (type < 0) {
            return null;
        }
        List<byte[]> words = new ArrayList<>();
        for (int left = number(type, '*', in); left > 0; left--) {
            words.add(in.readNBytes(number(in.read(), '$', in)));
            in.skipNBytes(2);
        }
        return new RedisCommand(words);
    }

    private static int number(int type, char expected, InputStream in) throws IOException {
        if (type != expected) {
            throw new IOException("No " + expected + " but " + (char) type);
        }
        StringBuilder digits = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("Broken off after " + digits);
            }
            digits.append((char) next);
        }
        return Integer.parseInt(digits.toString().strip());
    }

    void write(OutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ascii("*" + words.size()));
        for (byte[] word : words) {
            bytes.writeBytes(ascii("$" + word.length));
            bytes.writeBytes(word);
            bytes.writeBytes(ascii(""));
        }
        bytes.writeTo(out);
        out.flush();
    }

    private static byte[] ascii(String line) {
        return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** One of its words, with a character for each byte. */
    String word(int index) {
        return new String(words.get(index), StandardCharsets.ISO_8859_1);
    }
}
