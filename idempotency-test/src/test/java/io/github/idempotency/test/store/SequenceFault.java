package io.github.idempotency.test.store;

import java.util.List;

/** A mistake in keeping or telling frames, and the guarantees that must fail then. */
enum SequenceFault {
    NONE,
    BATCH_IS_REVERSED("framesAreReadInTheOrderInWhichTheyWereAppended"),
    FRAMES_ARE_TEXT("framesAreAnyBytes"),
    PAGE_BEGINS_AT_THE_START("aPageBeginsAndEndsWhereItIsAskedTo"),
    PAGE_HAS_NO_END("aPageBeginsAndEndsWhereItIsAskedTo"),
    PAGE_HAS_ANOTHER_CLOCK("aPageTellsTheRecordAndTheStoresClock"),
    APPENDS_WITHOUT_RECORD("ofAKeyThatWasNeverClaimedThereIsNothing"),
    MADE_AGAIN_IS_ADDED(
            "anAppendThatIsMadeAgainChangesNothing",
            "ofAnAppendThatIsMadeAgainWithMoreOnlyTheNewIsAdded",
            "concurrentAppendsOfTheSameFramesLeaveNoGapAndNoneTwice"),
    MADE_AGAIN_IS_REFUSED(
            "anAppendThatIsMadeAgainChangesNothing",
            "ofAnAppendThatIsMadeAgainWithMoreOnlyTheNewIsAdded",
            "concurrentAppendsOfTheSameFramesLeaveNoGapAndNoneTwice"),
    MADE_AGAIN_IS_PASSED_OVER("ofAnAppendThatIsMadeAgainWithMoreOnlyTheNewIsAdded"),
    GAPS_ARE_CLOSED("aSequenceHasNoGaps", "aNewClaimBeginsANewSequence"),
    NOTHING_IS_REFUSED("nothingMayBeAppended"),
    ANY_TOKEN_APPENDS("aStaleTokenCannotAppend"),
    SETTLED_CLAIM_APPENDS("aSettledClaimCannotAppend"),
    ONE_SEQUENCE_FOR_ALL_CLAIMS("aNewClaimBeginsANewSequence"),
    COMPLETION_DROPS_FRAMES("aCompletedRecordIsToldWithItsFrames", "aSequenceIsKeptAsLongAsItsRecord"),
    READING_COUNTS_REPLAY("aCompletedRecordIsToldWithItsFrames"),
    KEPT_AS_LONG_AS_THE_LEASE("aSequenceIsKeptAsLongAsItsRecord"),
    KEPT_AS_LONG_AS_THE_RECORD_WAS("aCompletionMayProlongASequence", "aRenewalProlongsASequence"),
    KEPT_WITHOUT_RECORD("aForgottenRecordHasNoFrames"),
    APPEND_READS_THEN_WRITES("concurrentAppendsOfTheSameFramesLeaveNoGapAndNoneTwice"),
    OWNER_IS_READ_BEFORE("aLateAppendIsNeverInTheSequenceOfWhoTookOver"),
    FRAMES_ARE_READ_BEFORE("aCompletedRecordIsNeverToldWithoutTheFramesBeforeIt"),
    NOBODY_IS_TOLD("aFollowerIsToldOfFrames", "whoFollowsAgainIsToldAgain"),
    LATEST_FOLLOWER_IS_TOLD("everyFollowerIsTold"),
    LEAVING_IS_FOR_ALL("whoHasLeftIsToldNothingAndTheOthersAre"),
    NOBODY_LEAVES("whoHasLeftIsToldNothingAndTheOthersAre"),
    EVERYBODY_IS_TOLD("framesOfOtherKeysAreNotTold"),
    TOLD_AT_THE_WRONG_PLACE("whatIsAppendedAgainIsToldAtItsPlaceOrNotAtAll"),
    REFUSED_IS_TOLD("whatIsRefusedIsNotTold"),
    MANY_BYTES_ARE_NOT_TOLD("manyBytesAreToldOrPointedTo"),
    FOLLOWED_ONCE("whoFollowsAgainIsToldAgain");

    private final List<String> guarantees;

    SequenceFault(String... guarantees) {
        this.guarantees = List.of(guarantees);
    }

    List<String> guarantees() {
        return guarantees;
    }
}
