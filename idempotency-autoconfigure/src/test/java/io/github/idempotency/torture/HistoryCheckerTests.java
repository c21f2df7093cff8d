package io.github.idempotency.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.idempotency.torture.HistoryEntry.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/** A sound history breaks no rule; for each rule there is one that breaks it. Time is in milliseconds here. */
class HistoryCheckerTests {

    private static final Duration LEASE = Duration.ofSeconds(1);

    private final List<HistoryEntry> history = new ArrayList<>();

    private void entry(long from, long at, String who, Kind kind, long token, String detail) {
        history.add(new HistoryEntry(from * 1_000_000, at * 1_000_000, who, kind, "key", token, detail));
    }

    private void client(long from, long at, Kind kind, String detail) {
        entry(from, from, "client", Kind.INVOKED, 0, "REPEATABLE at a process");
        entry(from, at, "client", kind, 0, detail);
    }

    /** A process executes from one time to another: claims, runs, stores. */
    private void execution(String process, long from, long at, long token, String receipt) {
        run(process, from, at, token, receipt);
        entry(at, at, process, Kind.STORED, token, receipt);
    }

    private void run(String process, long from, long at, long token, String receipt) {
        entry(from, from, process, Kind.CLAIMED, token, "");
        entry(from, from, process, Kind.BEGUN, token, receipt);
        entry(from, from, process, Kind.EFFECT, token, receipt);
        entry(at, at, process, Kind.FINISHED, token, receipt);
    }

    private void irreversible() {
        entry(0, 0, "client", Kind.INVOKED, 0, "IRREVERSIBLE at a process");
    }

    private void joined(String... rows) {
        entry(0, 0, "client", Kind.INVOKED, 0, "JOINED at a process");
        for (String row : rows) {
            entry(9_000, 9_000, "database", Kind.COMMITTED, 0, row);
        }
    }

    private Findings findings() {
        return new HistoryChecker(LEASE).check(history);
    }

    private List<Rule> broken() {
        return findings().violations().stream().map(Violation::rule).distinct().toList();
    }

    @Test
    void anAnswerAndItsReplaysAreSound() {
        execution("a", 10, 20, 1, "r1");
        client(5, 25, Kind.ANSWERED, "r1");
        client(12, 13, Kind.REFUSED, "idempotency_in_flight");
        client(30, 31, Kind.REPLAYED, "r1");
        assertThat(broken()).isEmpty();
    }

    @Test
    void whatAReaderHadOfAStreamThatWasBrokenOffIsSound() {
        client(5, 9, Kind.UNANSWERED, "");
        execution("a", 10, 20, 1, "r1");
        client(12, 21, Kind.REPLAYED, "r1");
        assertThat(broken()).isEmpty();
    }

    @Test
    void framesOfTwoExecutionsInOneStream() {
        execution("a", 10, 20, 1, "r1");
        client(5, 15, Kind.UNANSWERED, StreamedBody.MIXED + "r1 frame 0?r2 frame 1?");
        assertThat(broken()).containsExactly(Rule.ONE_SEQUENCE);
    }

    @Test
    void aTakeOverWhoseStaleOwnerAnswersLikeTheNewOneIsSound() {
        run("a", 10, 2_000, 1, "r1");
        execution("b", 1_100, 1_200, 2, "r2");
        entry(2_000, 2_001, "a", Kind.LOST, 1, "r1");
        client(5, 2_002, Kind.REPLAYED, "r2");
        client(1_050, 1_201, Kind.ANSWERED, "r2");
        assertThat(broken()).isEmpty();
    }

    @Test
    void aFailureThatFreesTheKeyIsSound() {
        run("a", 10, 20, 1, "r1");
        entry(20, 20, "a", Kind.RELEASED, 1, "release");
        client(5, 21, Kind.REFUSED, "status 500");
        execution("b", 30, 40, 2, "r2");
        client(25, 41, Kind.ANSWERED, "r2");
        assertThat(broken()).isEmpty();
    }

    @Test
    void joinedWorkWithTheRowOfItsResultIsSound() {
        joined("r2");
        run("a", 10, 20, 1, "r1");
        entry(20, 20, "a", Kind.RELEASED, 1, "release");
        execution("b", 30, 40, 2, "r2");
        client(25, 41, Kind.ANSWERED, "r2");
        assertThat(broken()).isEmpty();
    }

    @Test
    void twoRowsOfJoinedWork() {
        joined("r1", "r2");
        run("a", 10, 2_000, 1, "r1");
        execution("b", 1_100, 1_200, 2, "r2");
        client(1_050, 1_201, Kind.ANSWERED, "r2");
        assertThat(broken()).containsExactlyInAnyOrder(Rule.ONE_EFFECT, Rule.JOINED);
    }

    @Test
    void aResultOfJoinedWorkWithoutItsRow() {
        joined();
        execution("a", 10, 20, 1, "r1");
        client(5, 25, Kind.ANSWERED, "r1");
        assertThat(broken()).containsExactly(Rule.JOINED);
    }

    @Test
    void twoAnswers() {
        execution("a", 10, 20, 1, "r1");
        client(5, 25, Kind.ANSWERED, "r1");
        entry(1_100, 1_110, "b", Kind.FINISHED, 2, "r2");
        client(1_100, 1_120, Kind.ANSWERED, "r2");
        assertThat(broken()).containsExactly(Rule.ONE_RESULT);
    }

    @Test
    void aReplayOfAnotherResult() {
        execution("a", 10, 20, 1, "r1");
        run("a", 10, 20, 1, "r1'");
        client(5, 25, Kind.ANSWERED, "r1");
        client(30, 31, Kind.REPLAYED, "r1'");
        assertThat(broken()).contains(Rule.ONE_RESULT);
    }

    @Test
    void anAnswerThatNobodyGave() {
        execution("a", 10, 20, 1, "r1");
        client(30, 31, Kind.REPLAYED, "r");
        assertThat(broken()).contains(Rule.ANSWERS_ARE_RESULTS);
    }

    @Test
    void aReplayBeforeTheEnd() {
        execution("a", 10, 20, 1, "r1");
        client(12, 15, Kind.REPLAYED, "r1");
        assertThat(broken()).containsExactly(Rule.NO_EARLY_REPLAY);
    }

    @Test
    void aTokenThatDoesNotGrow() {
        run("a", 10, 20, 2, "r1");
        execution("b", 1_100, 1_110, 1, "r2");
        assertThat(broken()).contains(Rule.GROWING_TOKENS);
    }

    @Test
    void aTokenGivenTwice() {
        run("a", 10, 20, 1, "r1");
        execution("b", 1_100, 1_110, 1, "r2");
        assertThat(broken()).contains(Rule.GROWING_TOKENS);
    }

    @Test
    void twoOwnersWithinALease() {
        run("a", 10, 500, 1, "r1");
        execution("b", 400, 410, 2, "r2");
        entry(500, 500, "a", Kind.LOST, 1, "r1");
        assertThat(broken()).containsExactly(Rule.ONE_OWNER);
    }

    @Test
    void aStaleOwnerWhoseResultIsTaken() {
        run("a", 10, 1_200, 1, "r1");
        run("b", 1_100, 1_300, 2, "r2");
        entry(1_200, 1_201, "a", Kind.STORED, 1, "r1");
        entry(1_300, 1_301, "b", Kind.LOST, 2, "r2");
        assertThat(broken()).containsExactly(Rule.FENCED);
    }

    @Test
    void aClaimAfterTheResult() {
        execution("a", 10, 20, 1, "r1");
        run("b", 1_100, 1_110, 2, "r2");
        assertThat(broken()).containsExactly(Rule.FINAL_RESULT);
    }

    @Test
    void aSecondEffectOfIrreversibleWork() {
        irreversible();
        run("a", 10, 20, 1, "r1");
        run("b", 1_100, 1_110, 2, "r2");
        assertThat(broken()).containsExactly(Rule.ONE_EFFECT);
    }

    @Test
    void anAnswerThatIsForgotten() {
        irreversible();
        execution("a", 10, 20, 1, "r1");
        entry(30, 31, "client", Kind.REFUSED, 0, "idempotency_outcome_unknown");
        assertThat(broken()).containsExactly(Rule.NEVER_FORGOTTEN);
    }

    @Test
    void repeatableWorkWhoseOutcomeIsUnknown() {
        client(30, 31, Kind.REFUSED, "idempotency_outcome_unknown");
        assertThat(broken()).containsExactly(Rule.NEVER_FORGOTTEN);
    }

    @Test
    void aKeyThatIsNeverAnsweredAgain() {
        entry(30, 31, "client", Kind.UNSETTLED, 0, "");
        assertThat(broken()).containsExactly(Rule.SETTLES);
    }

    @Test
    void anAnswerThatItsProcessTookAlongIsCounted() {
        lostAnswer();
        entry(150, 150, "a", Kind.DIED, 0, "");
        assertThat(broken()).isEmpty();
        assertThat(findings().superseded()).isEqualTo(Map.of(Superseded.LOST_WITH_ITS_PROCESS, 1));
    }

    @Test
    void anAnswerWhoseOutageOutlastedTheLeaseIsCounted() {
        lostAnswer();
        entry(400, 700, "a", Kind.UNTOLD, 1, "r1");
        entry(2_000, 2_001, "a", Kind.LOST, 1, "r1");
        assertThat(broken()).isEmpty();
        assertThat(findings().superseded()).isEqualTo(Map.of(Superseded.OUTLIVED_BY_AN_OUTAGE, 1));
    }

    /** A process that lives, with a store that is well, and does not bring what is due. */
    @Test
    void anAnswerThatIsNotBroughtAgain() {
        lostAnswer();
        assertThat(broken()).containsExactly(Rule.TRIED_AGAIN);
    }

    @Test
    void anAnswerThatIsNotBroughtAgainDuringAFault() {
        lostAnswer();
        entry(300, 1_500, "torture", Kind.FAULT, 0, "SIGSTOP");
        assertThat(broken()).isEmpty();
    }

    /** Without the line that says that the store could not be told, the same is a violation. */
    @Test
    void theProofOfAnOutageIsNeeded() {
        lostAnswer();
        history.removeIf(entry -> entry.kind() == Kind.UNTOLD);
        assertThat(broken()).containsExactly(Rule.ONE_RESULT);
    }

    /** Nor does it excuse that somebody else was let in while the lease was valid. */
    @Test
    void anOutageIsNoExcuseForTwoOwners() {
        run("a", 10, 20, 1, "r1");
        entry(20, 100, "a", Kind.UNTOLD, 1, "r1");
        client(5, 101, Kind.ANSWERED, "r1");
        execution("b", 200, 210, 2, "r2");
        assertThat(broken()).containsExactly(Rule.ONE_OWNER);
    }

    @Test
    void aLateResultThatWasReplayedIsNoLimit() {
        run("a", 10, 20, 1, "r1");
        entry(20, 100, "a", Kind.UNTOLD, 1, "r1");
        client(5, 101, Kind.ANSWERED, "r1");
        entry(300, 310, "a", Kind.STORED, 1, "r1");
        client(400, 401, Kind.REPLAYED, "r1");
        assertThat(broken()).isEmpty();
        assertThat(findings().superseded()).isEmpty();
    }

    private void lostAnswer() {
        run("a", 10, 20, 1, "r1");
        entry(20, 100, "a", Kind.UNTOLD, 1, "r1");
        client(5, 101, Kind.ANSWERED, "r1");
        execution("b", 1_200, 1_210, 2, "r2");
        client(1_150, 1_211, Kind.ANSWERED, "r2");
    }
}
