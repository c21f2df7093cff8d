package io.github.idempotency.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;

import io.github.idempotency.sample.model.ModelServer;
import io.github.idempotency.sample.model.ModelServer.Call;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs of the assistant, which processes of one directory begin and end. The model runs here, and answers by the script of the
 * sample: other words and another name for each call every time.
 */
final class AssistantRuns implements AutoCloseable {

    /** Of the model, in a run that nobody disturbs. */
    static final int CALLS = 4;

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ShopData data;

    private final ModelServer model;

    private final List<AssistantRun> all = new CopyOnWriteArrayList<>();

    private final List<AssistantRun> current = new ArrayList<>();

    private LedgerSums ledgerBefore = LedgerSums.NONE;

    private Effects before = new Effects(0, 0, 0, 0);

    /** @param data of a directory in which nothing has happened yet */
    AssistantRuns(ShopData data) throws IOException {
        this.data = data;
        this.model = ModelServer.start(this::answer);
    }

    /** For processes that ask this model, and whose claims do not outlive them for long. */
    List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(model.arguments());
        arguments.add("--idempotency.lease=2s");
        arguments.addAll(List.of(more));
        return arguments;
    }

    private void answer(Call call) {
        all.stream()
                .filter(run -> run.isAskedBy(call))
                .findFirst()
                .orElseThrow()
                .answer(call);
    }

    /** @see AssistantRun#AssistantRun */
    AssistantRun add(int heldCall, int failingCall) {
        AssistantRun run = new AssistantRun(model, heldCall, failingCall);
        all.add(run);
        current.add(run);
        return run;
    }

    /** What had happened when all earlier runs had ended. */
    Effects before() {
        return before;
    }

    /** Every answer that has come is spent by now, and charged where it has a record: a key is charged after its answer. */
    void awaitLedger(long unrecorded) {
        long answered = current.stream().mapToLong(AssistantRun::answered).sum();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            LedgerSums ledger = data.ledger();
            assertThat(ledger.expenses()).isEqualTo(ledgerBefore.expenses() + answered);
            assertThat(ledger.charges()).isEqualTo(ledgerBefore.charges() + answered - unrecorded);
        });
    }

    /** Whatever was done before a kill is not done again, and what is paid for is the same as without one. */
    void assertEndAsIfNothingHadHappened(ShopClient shop) throws IOException {
        List<AssistantRun> ended = List.copyOf(current);
        current.clear();
        long lost = 0;
        LedgerSums ledger = ledgerBefore;
        for (AssistantRun run : ended) {
            run.assertEnds(shop);
            lost += run.lost();
            ledger = ledger.plus(run.answered(), run.spent(), CALLS, run.charged());
        }
        LedgerSums expected = ledger;
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(data.ledger()).isEqualTo(expected));
        Effects effects = new Effects(
                before.emails() + ended.size(),
                before.transfers() + ended.size(),
                before.summaries(),
                before.modelCalls() + (long) CALLS * ended.size() + lost);
        assertThat(shop.effects()).isEqualTo(effects);
        ledgerBefore = expected;
        before = effects;
    }

    @Override
    public void close() {
        model.close();
    }
}
