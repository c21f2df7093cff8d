package io.github.idempotency.test.store;

import java.util.List;

/** A mistake that a store's author may make, and the guarantees that must fail then. */
enum Fault {
    NONE,
    CLAIM_READS_THEN_WRITES(
            "oneOfManyConcurrentClaimsWins", "oneOfManyConcurrentTakeOversWins", "oneOfManyConcurrentReconcilersWins"),
    RECONCILED_TOKEN_IGNORED("anUnknownRecordGivesWayToAClaimThatNamesItsToken"),
    RECONCILES_ANY_TOKEN("anUnknownRecordStaysForAClaimThatNamesAnotherToken"),
    RECONCILES_ANY_STATE("namingATokenTakesNothingButAnUnknownRecord"),
    COMPLETION_READS_THEN_WRITES(
            "aLateCompletionAndATakeOverNeverBothSucceed", "oneOfManyFinishersWithOneTokenStoresItsResult"),
    REPLAYS_READ_THEN_WRITTEN("everyReplayIsCountedUnderConcurrency"),
    REPLAYS_NOT_COUNTED("aReplayIsCounted"),
    REPLAY_PROLONGS_RECORD("aReplayDoesNotProlongARecord"),
    COMPLETES_UNCONDITIONALLY(
            "anOwnerMayMarkItsClaimUnknown",
            "aStaleTokenCannotComplete",
            "aCompletedRecordIsNeverOverwritten",
            "aReleasedClaimCannotBeCompleted",
            "anUnknownRecordStaysUnknown",
            "aTokenFromBeforeTheRecordExpiredIsStale",
            "oneOfTwoOwnersOfOneKeyStoresItsResult"),
    COMPLETION_IGNORES_STATE("aCompletedRecordIsNeverOverwritten", "oneOfManyFinishersWithOneTokenStoresItsResult"),
    COMPLETION_REFUSES_LATE_OWNER("aLateOwnerThatNobodyReplacedStillCompletes"),
    COMPLETION_KEEPS_EXPIRY("aCompletedRecordExpiresAfterItsRetention", "theRetentionRunsFromTheCompletion"),
    COMPLETION_TELLS_WRONG_EXPIRY("theExpiryThatACompletionTellsIsTheRecords"),
    LOST_COMPLETION_TELLS_NOTHING("aCompletedRecordIsNeverOverwritten", "aStaleTokenCannotComplete"),
    RELEASE_FORGETS_TOKEN("theTokenGrowsAcrossRelease", "aReleasedClaimCannotBeCompleted"),
    RELEASE_FORGETS_ATTEMPT(
            "aReleasedRecordIsFoundWithItsTokenAndAttempt",
            "aReleasedKeyIsFree",
            "attemptGrowsAcrossReleaseAndTakeOver"),
    RELEASES_UNCONDITIONALLY("aKeyIsReleasedOnce", "aStaleTokenCannotRelease", "aCompletedRecordCannotBeReleased"),
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
    MISMATCH_UNNOTICED(
            "anotherRequestReconcilesNothing",
            "aMismatchOnAnUnknownRecordIsAMismatch",
            "anotherRequestMayClaimAReleasedKey",
            "oneOfManyConcurrentRequestsOwnsTheKey",
            "aMismatchLeavesARunningClaimUntouched"),
    IRREVERSIBLE_TAKEN_OVER("anExpiredIrreversibleClaimBecomesUnknown", "theExpiredClaimDecidesWhetherItIsTakenOver"),
    NONE_IS_A_FINGERPRINT("noFingerprintMatchesEveryFingerprint"),
    LEASE_IGNORED("aValidLeaseKeepsOthersOut", "aRenewedLeaseKeepsOthersOut"),
    SCOPE_DROPPED("aRunningClaimIsToldAsItWasMade"),
    ATTEMPT_STARTS_AT_ZERO("aFreeKeyIsAcquired"),
    COMPLETED_RUNS_AGAIN("aCompletedResultIsReplayed"),
    COMPLETION_CREATES_RECORD("completingWhatWasNeverClaimedIsLost"),
    LOOKING_CREATES_RECORD("nothingIsFoundUnderAFreeKey"),
    LEASE_NEVER_EXPIRES("anExpiredLeaseIsTakenOver"),
    RECORD_NEVER_EXPIRES(
            "aForgottenClaimCannotBeRenewed",
            "anExpiredRecordIsNotFound",
            "anAbandonedRecordExpires",
            "aCompletedRecordExpiresAfterItsRetention",
            "aReleasedRecordForgetsItsAttemptsWhenItExpires",
            "anUnknownRecordExpires",
            "aRecordThatHasExpiredIsNoIntent",
            "completingAnExpiredRecordIsLost"),
    RECORD_EXPIRES_WITH_LEASE(
            "aLateOwnerThatNobodyReplacedStillReleases",
            "aLateOwnerThatNobodyReplacedStillRenews",
            "aRunningClaimIsFound",
            "lookingDoesNotSettleAnExpiredClaim",
            "theLongestDurationsAreKept",
            "whateverIsNotALiveClaimIsDeleted",
            "aRunningClaimOutlivesItsLeaseByTheRetention"),
    RESULT_STORED_AS_TEXT("everyByteValueSurvives", "aMebibyteSurvives"),
    EMPTY_RESULT_DROPPED("anEmptyResultIsRetained"),
    MISSING_RESULT_STORED_AS_EMPTY("aResultThatWasNotRetainedStillAnswers"),
    PARTICULARS_OF_NONE("aRecordWithoutParticularsTellsNone"),
    PARTICULARS_DROPPED(
            "particularsComeBack", "particularsStayWhenTheResultIsGone", "particularsStayBesideAResultThatGoesFirst"),
    OUTCOME_DROPPED("everyOutcomeSurvives"),
    SHORT_LIVED_RESULT_DROPPED("aResultIsKeptForItsOwnRetention"),
    RESULT_KEPT_AS_LONG_AS_ITS_RECORD(
            "aResultGoesBeforeItsRecord", "aKeyWhoseResultIsGoneIsStillSettled", "aShortLivedResultIsNotFoundAnyMore"),
    END_OF_RESULT_NOT_FOUND("theEndOfAShortLivedResultIsFound"),
    RECORD_GOES_WITH_ITS_RESULT(
            "aResultGoesBeforeItsRecord",
            "aKeyWhoseResultIsGoneRefusesAnotherRequest",
            "aKeyWhoseResultIsGoneIsStillSettled"),
    RESULT_PROLONGS_RECORD("aResultDoesNotProlongItsRecord"),
    RESULT_RETENTION_OUTLIVES_RECORD("theRetentionOfAResultEndsWithItsRecord"),
    RESULT_HIDDEN_INSTEAD_OF_ERASED("nothingIsLeftOfAResultWhoseTimeIsOver"),
    DELETES_LIVE_CLAIM("aLiveClaimIsNeverDeleted"),
    LOOKING_COUNTS_REPLAY("lookingCountsNoReplay"),
    INTENT_ONLY_WHEN_UNKNOWN("anExecutionWhoseLeaseIsOverIsAnIntent", "tellingAnIntentDoesNotSettleIt"),
    INTENT_ONLY_WHEN_IN_PROGRESS("anUnknownOutcomeIsAnIntent", "everyIntentIsToldPageByPage"),
    INTENT_BEFORE_LEASE_IS_OVER("aRunningExecutionIsNoIntent"),
    INTENT_WITH_AN_OUTCOME("whatHasAnOutcomeIsNoIntent"),
    INTENT_SETTLED_WHEN_TOLD("tellingAnIntentDoesNotSettleIt"),
    INTENTS_ALL_ON_ONE_PAGE("everyIntentIsToldPageByPage"),
    INTENTS_ON_FIRST_PAGE_ONLY("everyIntentIsToldPageByPage"),
    ONE_RECORD_FOR_ALL("noKeyIsExecutedTwiceOrByTwoAtATime", "twoKeysDoNotDisturbEachOther");

    private final List<String> guarantees;

    Fault(String... guarantees) {
        this.guarantees = List.of(guarantees);
    }

    List<String> guarantees() {
        return guarantees;
    }
}
