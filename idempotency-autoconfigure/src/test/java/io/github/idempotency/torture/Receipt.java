package io.github.idempotency.torture;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.idempotency.execution.IdempotencyContext;

/** The answer of one execution: a line of ASCII that no other execution can give, found again within stored bytes. */
final class Receipt {

    private static final Pattern FORM = Pattern.compile("receipt [\\w-]+ \\d+ \\d+ \\S+ [0-9a-f-]{36}");

    private Receipt() {}

    static String of(IdempotencyContext execution, String process) {
        return "receipt " + execution.storeKey().reference() + " " + execution.fencingToken() + " "
                + execution.attempt() + " " + process + " " + UUID.randomUUID();
    }

    /** The receipt in a stored result; empty if there is none. */
    static String in(byte[] stored) {
        Matcher receipt = FORM.matcher(new String(stored, StandardCharsets.ISO_8859_1));
        return receipt.find() ? receipt.group() : "";
    }
}
