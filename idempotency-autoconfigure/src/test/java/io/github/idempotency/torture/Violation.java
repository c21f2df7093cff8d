package io.github.idempotency.torture;

/** A promise that was broken. */
record Violation(Rule rule, String key, String what) {

    @Override
    public String toString() {
        return rule + " (" + rule.promise() + "), record " + key + ": " + what;
    }
}
