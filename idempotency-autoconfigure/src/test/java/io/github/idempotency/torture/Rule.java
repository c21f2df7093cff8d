package io.github.idempotency.torture;

/** What is promised of every key, see {@link HistoryChecker}. */
enum Rule {
    ONE_RESULT("all answers of a key are the same bytes", true),
    ANSWERS_ARE_RESULTS("an answer is what a finished execution of its key gave", false),
    ONE_SEQUENCE("what a reader has of a stream is of one execution, in its order, and whole if it has its end", false),
    NO_EARLY_REPLAY("no replay is seen before its execution has finished", false),
    GROWING_TOKENS("a later claim has a greater token", false),
    ONE_OWNER("no claim is granted while the lease of another is valid", true),
    FENCED("no result is taken once a later claim has been granted", true),
    FINAL_RESULT("no claim is granted once a result has been stored", true),
    ONE_EFFECT("irreversible work has at most one effect, and so has joined work", true),
    JOINED("joined work has the effect of its result, and no other", false),
    NEVER_FORGOTTEN("what was answered is never said to be unknown; repeatable work never is", true),
    TRIED_AGAIN("a result that the store could not be told is brought again while the lease lasts", false),
    SETTLES("after the faults every key is answered, or said to be unknown", false);

    private final String promise;

    private final boolean brokenByFailover;

    Rule(String promise, boolean brokenByFailover) {
        this.promise = promise;
        this.brokenByFailover = brokenByFailover;
    }

    String promise() {
        return promise;
    }

    /** Whether a failover that loses acknowledged writes may break it. Not so what rests on no stored data. */
    boolean brokenByFailover() {
        return brokenByFailover;
    }
}
