package io.github.idempotency.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.sample.model.ModelServer;
import io.github.idempotency.sample.model.ModelServer.Call;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs of the assistant whose process is killed: at each of the four times that the model is asked, and around what each tool
 * does. The model runs here, and answers by the script of the sample: other words and another name for each call every time.
 * Runs at different steps share a kill. They fail, and were seen to, where generations are no steps of the run, where tool
 * calls are not guarded, and where a tool takes a new reference each time instead of its call's.
 */
class AssistantAcrossCrashesITests {

    private static final int CALLS = 4;

    private static final int TRANSFER = 2;

    private static final int EMAIL = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    static ModelServer model;

    static ShopProcess shop;

    private static final List<Run> ALL = new CopyOnWriteArrayList<>();

    private final ShopData data = new ShopData(directory);

    private Effects before;

    private final List<Run> runs = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        model = ModelServer.start(AssistantAcrossCrashesITests::answer);
        shop = process();
    }

    @AfterAll
    static void stop() {
        shop.close();
        model.close();
    }

    @BeforeEach
    void count() throws IOException {
        before = shop.client().effects();
    }

    /** Whatever was done before the kill is not done again, and what is paid for is the same as without one. */
    @AfterEach
    void everyRunEndsAsIfNothingHadHappened() throws IOException {
        int lost = 0;
        for (Run run : runs) {
            HttpResponse<String> answer = run.retry();
            assertThat(answer.body()).contains("I have given the price of A-17 back");
            assertThat(shop.client().post("/assistant", run.key, run.task).body())
                    .isEqualTo(answer.body());
            assertThat(model.calls(run.key)).hasSize(CALLS + run.lost);
            assertThat(new JsonMapper().readTree(answer.body()).path("tokens").asLong())
                    .isEqualTo(run.charged());
            lost += run.lost;
        }
        assertThat(shop.client().effects())
                .isEqualTo(new Effects(
                        before.emails() + runs.size(),
                        before.transfers() + runs.size(),
                        before.summaries(),
                        before.modelCalls() + (long) CALLS * runs.size() + lost));
    }

    /**
     * The answer that did not come, or that came and could not be written down any more, is asked for again: the provider
     * may have charged for it. No other is.
     */
    @Test
    void whileTheModelIsAskedOrItsAnswerIsNotYetRecorded() throws IOException {
        for (int call = 1; call <= CALLS; call++) {
            begin(call).lost = 1;
        }
        List<Run> answered = new ArrayList<>();
        for (int call = 1; call <= CALLS; call++) {
            answered.add(begin(call));
        }
        pauseRedis();
        for (Run run : answered) {
            run.release();
            run.lost = 1;
        }
        restart();
    }

    @Test
    void beforeAToolHasDoneWhatItIsFor() throws Exception {
        Run transfer = begin(TRANSFER);
        Run email = begin(EMAIL);
        try (Connection locked = data.lockedDatabase()) {
            releaseUntilToolsRun(transfer, email);
            shop.kill();
        }
        restart();
        assertThat(shop.client().effects().transfers()).isEqualTo(before.transfers() + 1);
    }

    /** The money has moved and the mail is out, and their records do not say so. */
    @Test
    void betweenWhatAToolHasDoneAndItsRecord() throws Exception {
        Run transfer = begin(TRANSFER);
        Run email = begin(EMAIL);
        try (Connection locked = data.lockedDatabase()) {
            releaseUntilToolsRun(transfer, email);
            pauseRedis();
        }
        // Of the run with the email the money has moved before.
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(shop.client().effects().transfers()).isEqualTo(before.transfers() + 2);
            assertThat(shop.client().effects().emails()).isEqualTo(before.emails() + 1);
        });
        restart();
    }

    /** A run up to a call of the model, which is not answered. */
    private Run begin(int call) {
        Run run = new Run(call);
        ALL.add(run);
        runs.add(run);
        shop.client().postAsync("/assistant", run.key, run.task);
        Awaitility.await().atMost(PATIENCE).until(() -> run.held != null);
        return run;
    }

    /** Each tool has a claim of its own by now, and waits for the database. */
    private void releaseUntilToolsRun(Run... released) throws IOException {
        long claims = records();
        for (Run run : released) {
            run.release();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> records() == claims + released.length);
    }

    private long records() throws IOException {
        return Long.parseLong(data.redis("DBSIZE").substring(1));
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
        List<String> arguments = new ArrayList<>(model.arguments());
        arguments.add("--idempotency.lease=2s");
        return ShopProcess.start(directory, arguments.toArray(String[]::new));
    }

    private static void answer(Call call) {
        ALL.stream().filter(run -> call.asks(run.key)).findFirst().orElseThrow().answer(call);
    }

    private static final class Run {

        private final String key = UUID.randomUUID().toString();

        private final String task = """
                {"task":"Give the price of A-17 back and tell the customer: ticket %s"}""".formatted(key);

        private final int heldCall;

        private volatile @Nullable Call held;

        private int lost;

        private Run(int heldCall) {
            this.heldCall = heldCall;
        }

        private void answer(Call call) {
            if (held == null && model.calls(key).size() == heldCall) {
                held = call;
            } else {
                call.answerByScript();
            }
        }

        private void release() {
            Objects.requireNonNull(held).answerByScript();
        }

        private HttpResponse<String> retry() {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> shop.client().post("/assistant", key, task), answer -> answer.statusCode() == 200);
        }

        /** What the provider charged for the answers that the run got. */
        private long charged() {
            return model.calls(key).stream()
                    .filter(call -> lost == 0 || call != held)
                    .mapToLong(Call::tokens)
                    .sum();
        }
    }
}
