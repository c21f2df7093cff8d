package io.github.idempotency.torture;

import java.util.Random;

/**
 * Something that goes wrong.
 *
 * @param weight how often, in relation to the others
 * @param action makes it go wrong, and well again where it must; says what exactly it did
 */
record Fault(String name, int weight, Action action) {

    interface Action {

        String inject(Random random) throws Exception;
    }
}
