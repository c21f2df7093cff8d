package io.github.idempotency.torture;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/** The torture notices what is broken: each defect is caught by the rules that it breaks, and the sound store by none. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes are paused by signals")
class NegativeControlsITests {

    private static final int PROCESSES = 2;

    @Test
    void theSoundStoreBreaksNoRule() throws Exception {
        assertThat(broken(Defect.NONE, scenario -> {
                    scenario.staleOwner(Work.REPEATABLE, false);
                    scenario.staleOwner(Work.REPEATABLE, true);
                    scenario.race();
                    scenario.retry();
                    scenario.staleStream();
                }))
                .isEmpty();
    }

    @Test
    void withoutFencingAStaleOwnerReplacesTheResult() throws Exception {
        assertThat(broken(Defect.NO_FENCING, scenario -> scenario.staleOwner(Work.REPEATABLE, false)))
                .contains(Rule.ONE_RESULT, Rule.FENCED);
    }

    @Test
    void withoutFencingAStaleOwnersFramesGetAmongThoseOfTheNext() throws Exception {
        assertThat(broken(Defect.UNFENCED_FRAMES, Scenario::staleStream)).contains(Rule.ONE_SEQUENCE);
    }

    @Test
    void getThenSetHasSeveralOwners() throws Exception {
        assertThat(broken(Defect.GET_THEN_SET, Scenario::race)).contains(Rule.ONE_OWNER, Rule.ONE_EFFECT);
    }

    @Test
    void anUnconditionalDeleteForgetsTheResult() throws Exception {
        assertThat(broken(Defect.UNCONDITIONAL_DELETE, scenario -> scenario.staleOwner(Work.REPEATABLE, true)))
                .contains(Rule.ONE_RESULT, Rule.FINAL_RESULT);
    }

    @Test
    void aReleaseAfterTheEffectRepeatsIt() throws Exception {
        assertThat(broken(Defect.RELEASE_AFTER_EFFECT, Scenario::retry))
                .contains(Rule.ONE_RESULT, Rule.FINAL_RESULT, Rule.ONE_EFFECT);
    }

    @Test
    void aTransactionThatIsCommittedWithoutItsTokenHasASecondEffect() throws Exception {
        assertThat(broken(new PostgresTopology(), Defect.NONE, scenario -> scenario.staleOwner(Work.JOINED, false)))
                .isEmpty();
        assertThat(broken(
                        new PostgresTopology(),
                        Defect.COMMIT_ANYWAY,
                        scenario -> scenario.staleOwner(Work.JOINED, false)))
                .contains(Rule.ONE_EFFECT, Rule.JOINED);
    }

    private static List<Rule> broken(Defect defect, Step step) throws Exception {
        return broken(new RedisTopology(), defect, step);
    }

    private static List<Rule> broken(StoreTopology topology, Defect defect, Step step) throws Exception {
        Path directory = Path.of("target/torture/controls/" + defect).toAbsolutePath();
        try (TortureRun run = new TortureRun(topology, PROCESSES, directory, 1, defect)) {
            step.take(new Scenario(run));
            return run.findings().violations().stream()
                    .map(Violation::rule)
                    .distinct()
                    .toList();
        }
    }

    private interface Step {

        void take(Scenario scenario) throws Exception;
    }
}
