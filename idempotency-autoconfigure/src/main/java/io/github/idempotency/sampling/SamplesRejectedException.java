package io.github.idempotency.sampling;

import java.util.List;

/**
 * As many samples as there may be have been taken, and none is usable. Under the same key that stays so: a retry finds the
 * rejected samples and takes no further one.
 */
public class SamplesRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    SamplesRejectedException(List<String> errors) {
        super("None of " + errors.size() + " samples was usable; the last one: " + errors.get(errors.size() - 1));
        this.errors = List.copyOf(errors);
    }

    /** What was wrong with each of them. */
    public List<String> errors() {
        return errors;
    }
}
