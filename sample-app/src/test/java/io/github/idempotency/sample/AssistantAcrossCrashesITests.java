package io.github.idempotency.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs of the assistant whose process is killed: at each of the four times that the model is asked, and around what each tool
 * does. Runs at different steps share a kill. They fail, and were seen to, where generations are no steps of the run, where
 * tool calls are not guarded, and where a tool takes a new reference each time instead of its call's. The ledger charges each
 * of the four generations of a run once, and has as spent also what a killed process had got an answer for. Of a call that was
 * never answered nobody knows what it has cost, and nothing is written down.
 */
class AssistantAcrossCrashesITests {

    /** Of which one only looks something up and is not guarded. */
    private static final int TURNS = 3;

    private static final int GUARDED_TOOLS = 2;

    private static final int TRANSFER = 2;

    private static final int EMAIL = 3;

    @TempDir
    static Path directory;

    static AssistantRuns runs;

    static ShopProcess shop;

    private final ShopData data = new ShopData(directory);

    @BeforeAll
    static void start() throws IOException {
        runs = new AssistantRuns(new ShopData(directory));
        shop = process();
    }

    @AfterAll
    static void stop() {
        shop.close();
        runs.close();
    }

    @AfterEach
    void everyRunEndsAsIfNothingHadHappened() throws IOException {
        runs.assertEndAsIfNothingHadHappened(shop.client());
    }

    /**
     * The answer that did not come, or that came and could not be written down any more, is asked for again: the provider
     * may have charged for it. No other is.
     */
    @Test
    void whileTheModelIsAskedOrItsAnswerIsNotYetRecorded() throws IOException {
        for (int call = 1; call <= AssistantRuns.CALLS; call++) {
            begin(call).loseLatest();
        }
        List<AssistantRun> answered = new ArrayList<>();
        for (int call = 1; call <= AssistantRuns.CALLS; call++) {
            answered.add(begin(call));
        }
        pauseRedis();
        for (AssistantRun run : answered) {
            run.loseLatest();
            run.release();
        }
        runs.awaitLedger(answered.size());
        restart();
    }

    @Test
    void beforeAToolHasDoneWhatItIsFor() throws Exception {
        AssistantRun transfer = begin(TRANSFER);
        AssistantRun email = begin(EMAIL);
        try (Connection locked = data.lockedDatabase()) {
            releaseUntilToolsRun(transfer, email);
            runs.awaitLedger(0);
            shop.kill();
        }
        restart();
        assertThat(shop.client().effects().transfers()).isEqualTo(runs.before().transfers() + 1);
    }

    /** The money has moved and the mail is out, and their records do not say so. */
    @Test
    void betweenWhatAToolHasDoneAndItsRecord() throws Exception {
        AssistantRun transfer = begin(TRANSFER);
        AssistantRun email = begin(EMAIL);
        try (Connection locked = data.lockedDatabase()) {
            releaseUntilToolsRun(transfer, email);
            pauseRedis();
        }
        // Of the run with the email the money has moved before.
        Awaitility.await().atMost(AssistantRuns.PATIENCE).untilAsserted(() -> {
            assertThat(shop.client().effects().transfers())
                    .isEqualTo(runs.before().transfers() + 2);
            assertThat(shop.client().effects().emails()).isEqualTo(runs.before().emails() + 1);
        });
        runs.awaitLedger(0);
        restart();
    }

    /**
     * The client of the provider asks once more. The run is one of four calls all the same, each a step with a record, and
     * of the call that failed nothing is spent.
     */
    @Test
    void aCallThatTheModelFailsOnceIsMadeAgainAndNothingAboveNotices() throws IOException {
        AssistantRun run = runs.add(0, TRANSFER);
        long records = records();
        HttpResponse<String> answer = run.send(shop.client()).join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(run.hasFailed()).isTrue();
        assertThat(records() - records).isEqualTo(1 + AssistantRuns.CALLS + TURNS + GUARDED_TOOLS);
        runs.awaitLedger(0);
    }

    /** A run up to a call of the model, which is not answered. */
    private static AssistantRun begin(int call) {
        AssistantRun run = runs.add(call, 0);
        run.send(shop.client());
        Awaitility.await().atMost(AssistantRuns.PATIENCE).until(run::isHeld);
        return run;
    }

    /** Each turn and its tool have claims of their own by now, and the tool waits for the database. */
    private void releaseUntilToolsRun(AssistantRun... released) throws IOException {
        long claims = records();
        for (AssistantRun run : released) {
            run.release();
        }
        Awaitility.await().atMost(AssistantRuns.PATIENCE).until(() -> records() == claims + 2L * released.length);
    }

    /** Without the totals, whose keys have braces and come when they like. */
    private long records() throws IOException {
        return Long.parseLong(data.redis("EVAL \"local records = 0 for _, key in ipairs(redis.call('keys', '*')) do"
                        + " if not key:find('{', 1, true) then records = records + 1 end end return records\" 0")
                .substring(1));
    }

    private void pauseRedis() throws IOException {
        assertThat(data.redis("CLIENT PAUSE 600000 WRITE")).isEqualTo("+OK");
    }

    private void restart() throws IOException {
        shop.kill();
        assertThat(data.redis("CLIENT UNPAUSE")).isEqualTo("+OK");
        shop = process();
    }

    private static ShopProcess process() throws IOException {
        return ShopProcess.start(directory, runs.arguments().toArray(String[]::new));
    }
}
