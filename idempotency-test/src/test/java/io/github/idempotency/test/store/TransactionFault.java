package io.github.idempotency.test.store;

import java.util.List;

/** A mistake in joining a completion with a transaction, and the guarantees that must fail then. */
enum TransactionFault {
    NONE,
    COMPLETES_AT_ONCE("aCompletionIsSeenWithTheCommitAndNotBefore", "aRollbackUndoesCompletionAndWrites"),
    WRITES_AT_ONCE(
            "aCompletionIsSeenWithTheCommitAndNotBefore",
            "aRollbackUndoesCompletionAndWrites",
            "aSurroundingTransactionIsLeftAlone"),
    ROLLBACK_COMMITS("aRollbackUndoesCompletionAndWrites", "aSurroundingTransactionIsLeftAlone"),
    COMPLETION_IGNORES_TOKEN("aStaleTokenCompletesNothingInATransaction"),
    RELEASE_JOINS("everyOtherVerbIsCommittedAtOnceInsideATransaction"),
    JOINS_SURROUNDING("aSurroundingTransactionIsLeftAlone");

    private final List<String> guarantees;

    TransactionFault(String... guarantees) {
        this.guarantees = List.of(guarantees);
    }

    List<String> guarantees() {
        return guarantees;
    }
}
