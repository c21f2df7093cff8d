package io.github.idempotency.torture;

/**
 * What can happen to an answer that was given while the store could not be told it: another execution may answer
 * otherwise, or nobody may know the answer again. It is documented, so it is no violation, and counted.
 */
enum Limit {
    LOST_WITH_ITS_PROCESS("answered while the store was unreachable, and lost with its process"),
    OUTLIVED_BY_AN_OUTAGE("answered while the store was unreachable from this process for longer than the lease");

    private final String meaning;

    Limit(String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }
}
