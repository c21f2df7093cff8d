package io.github.idempotency.execution;

import java.util.concurrent.CancellationException;

/** Work that is not waited for any more. It is nothing that the work has thrown, and says nothing of its effect. */
final class GivenUp extends CancellationException {

    private static final long serialVersionUID = 1;

    GivenUp() {
        super("The caller has gone, and the work was given up");
    }
}
