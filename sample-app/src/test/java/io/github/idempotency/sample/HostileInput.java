package io.github.idempotency.sample;

import java.util.function.UnaryOperator;

/**
 * One thing that can be wrong with a request.
 *
 * @param status what has to be answered
 * @param problem the type of the problem that the answer has to be; empty if it is not ours to refuse, or nothing is wrong
 */
record HostileInput(String name, UnaryOperator<RawRequest> spoilt, int status, String problem) {

    /** Refused by the container, Spring or the handler, with this status. */
    static HostileInput refused(String name, int status, UnaryOperator<RawRequest> spoilt) {
        return new HostileInput(name, spoilt, status, "");
    }

    /** Refused by the contract: 400. */
    static HostileInput invalid(String name, UnaryOperator<RawRequest> spoilt) {
        return new HostileInput(name, spoilt, 400, "key-invalid");
    }

    /** It only looks wrong. */
    static HostileInput valid(String name, UnaryOperator<RawRequest> odd) {
        return new HostileInput(name, odd, 201, "");
    }

    @Override
    public String toString() {
        return name + ": " + status;
    }
}
