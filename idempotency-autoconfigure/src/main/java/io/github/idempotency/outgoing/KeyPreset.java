package io.github.idempotency.outgoing;

import java.util.Set;

/** Where well-known systems read a key, and on which requests. What they do with it is theirs to say. */
public enum KeyPreset {

    /** {@code Idempotency-Key}, as in the draft of the IETF, on POST and PATCH. */
    STANDARD("Idempotency-Key", Set.of("POST", "PATCH")),

    /** {@code Idempotency-Key} on POST; Stripe ignores it elsewhere. */
    STRIPE("Idempotency-Key", Set.of("POST")),

    /** {@code Idempotency-Key} of at most 64 characters, on POST. */
    ADYEN("Idempotency-Key", Set.of("POST")),

    /** {@code PayPal-Request-Id} on POST. */
    PAYPAL("PayPal-Request-Id", Set.of("POST")),

    /** {@code X-Idempotency-Key} on POST. */
    MERCADO_PAGO("X-Idempotency-Key", Set.of("POST"));

    private final String header;

    private final Set<String> methods;

    KeyPreset(String header, Set<String> methods) {
        this.header = header;
        this.methods = methods;
    }

    /** The header that carries the key. */
    public String header() {
        return header;
    }

    /** The methods, in capitals, of the requests that carry one. */
    public Set<String> methods() {
        return methods;
    }
}
