package io.github.idempotency.test.store;

import java.util.List;

/** A mistake that a store's author may make, and the guarantees that must fail then. */
enum Fault {
    NONE,
    CLAIM_READS_THEN_WRITES("oneOfManyConcurrentClaimsWins", "oneOfManyConcurrentTakeOversWins"),
    REPLAYS_READ_THEN_WRITTEN("everyReplayIsCountedUnderConcurrency"),
    REPLAYS_NOT_COUNTED("aReplayIsCounted"),
    REPLAY_PROLONGS_RECORD("aReplayDoesNotProlongARecord"),
    COMPLETES_UNCONDITIONALLY(
            "aStaleTokenCannotComplete",
            "aCompletedRecordIsNeverOverwritten",
            "aReleasedClaimCannotBeCompleted",
            "anUnknownRecordStaysUnknown",
            "aTokenFromBeforeTheRecordExpiredIsStale",
            "oneOfTwoOwnersOfOneKeyStoresItsResult"),
    COMPLETION_IGNORES_STATE("aCompletedRecordIsNeverOverwritten", "oneOfManyFinishersWithOneTokenStoresItsResult"),
    COMPLETION_REFUSES_LATE_OWNER("aLateOwnerThatNobodyReplacedStillCompletes"),
    COMPLETION_KEEPS_EXPIRY("aCompletedRecordExpiresAfterItsRetention", "theRetentionRunsFromTheCompletion"),
    LOST_COMPLETION_TELLS_NOTHING("aCompletedRecordIsNeverOverwritten", "aStaleTokenCannotComplete"),
    RELEASE_FORGETS_TOKEN("theTokenGrowsAcrossRelease", "aReleasedClaimCannotBeCompleted"),
    RELEASE_FORGETS_ATTEMPT("aReleasedKeyIsFree", "attemptGrowsAcrossReleaseAndTakeOver"),
    RELEASES_UNCONDITIONALLY("aStaleTokenCannotRelease", "aCompletedRecordCannotBeReleased"),
    MARKS_UNCONDITIONALLY("aStaleTokenCannotMarkUnknown", "aSettledRecordCannotBeMarkedUnknown"),
    RENEWS_UNCONDITIONALLY("aStaleTokenCannotRenew", "aSettledClaimCannotBeRenewed"),
    RENEWAL_KEEPS_EXPIRY("theExpiryMovesAlongWithTheLease", "aShortenedLeaseShortensTheRecord"),
    TOKEN_COUNTED_IN_RECORD(
            "theTokenGrowsAcrossTheExpiryOfAnAbandonedRecord",
            "theTokenGrowsAcrossTheExpiryOfACompletedRecord",
            "theTokenGrowsAcrossDeletion",
            "aTokenFromBeforeTheRecordExpiredIsStale"),
    TAKE_OVER_KEEPS_TOKEN("theTokenGrowsAcrossTakeOver", "aStaleTokenCannotComplete"),
    MISMATCH_TAKES_OVER("aMismatchNeverTakesOver"),
    MISMATCH_SETTLES("aMismatchNeverMakesAnExpiredClaimUnknown"),
    MISMATCH_COUNTS_REPLAY("aMismatchOnACompletedRecordCountsNoReplay"),
    MISMATCH_UNNOTICED("oneOfManyConcurrentRequestsOwnsTheKey", "aMismatchLeavesARunningClaimUntouched"),
    IRREVERSIBLE_TAKEN_OVER("anExpiredIrreversibleClaimBecomesUnknown", "theExpiredClaimDecidesWhetherItIsTakenOver"),
    LEASE_NEVER_EXPIRES("anExpiredLeaseIsTakenOver"),
    RECORD_NEVER_EXPIRES(
            "anAbandonedRecordExpires",
            "aCompletedRecordExpiresAfterItsRetention",
            "aReleasedRecordForgetsItsAttemptsWhenItExpires",
            "anUnknownRecordExpires",
            "completingAnExpiredRecordIsLost"),
    RECORD_EXPIRES_WITH_LEASE("aRunningClaimOutlivesItsLeaseByTheRetention"),
    RESULT_STORED_AS_TEXT("everyByteValueSurvives", "aMebibyteSurvives"),
    EMPTY_RESULT_DROPPED("anEmptyResultIsRetained"),
    MISSING_RESULT_STORED_AS_EMPTY("aResultThatWasNotRetainedStillAnswers"),
    OUTCOME_DROPPED("everyOutcomeSurvives"),
    DELETES_LIVE_CLAIM("aLiveClaimIsNeverDeleted"),
    LOOKING_COUNTS_REPLAY("lookingCountsNoReplay"),
    ONE_RECORD_FOR_ALL("twoKeysDoNotDisturbEachOther");

    private final List<String> guarantees;

    Fault(String... guarantees) {
        this.guarantees = List.of(guarantees);
    }

    List<String> guarantees() {
        return guarantees;
    }
}
