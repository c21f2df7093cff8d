package io.github.idempotency.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.sample.model.ModelServer;
import io.github.idempotency.sample.model.ModelServer.Call;

import static org.assertj.core.api.Assertions.assertThat;

/** A request to the assistant, sent as often as it takes, and what its model was asked for it. */
final class AssistantRun {

    private final String key = UUID.randomUUID().toString();

    private final String task = """
            {"task":"Give the price of A-17 back and tell the customer: ticket %s"}""".formatted(key);

    private final ModelServer model;

    private final int heldCall;

    private final int failingCall;

    private volatile @Nullable Call held;

    private volatile boolean failed;

    private @Nullable Call lost;

    /**
     * @param heldCall which call of the model is not answered until it is released; 0 for none
     * @param failingCall which one fails at first; 0 for none
     */
    AssistantRun(ModelServer model, int heldCall, int failingCall) {
        this.model = model;
        this.heldCall = heldCall;
        this.failingCall = failingCall;
    }

    CompletableFuture<HttpResponse<String>> send(ShopClient shop) {
        return shop.postAsync("/assistant", key, task);
    }

    boolean isAskedBy(Call call) {
        return call.asks(key);
    }

    /** As the model, which answers all calls but the ones that were named. */
    void answer(Call call) {
        int count = calls().size();
        if (held == null && count == heldCall) {
            held = call;
        } else if (!failed && count == failingCall) {
            failed = true;
            call.fail(503);
        } else {
            call.answerByScript();
        }
    }

    boolean isHeld() {
        return held != null;
    }

    void release() {
        Objects.requireNonNull(held).answerByScript();
    }

    boolean hasFailed() {
        return failed;
    }

    /** The answer to the latest call dies with the process that has asked for it. */
    void loseLatest() {
        List<Call> calls = calls();
        lost = calls.get(calls.size() - 1);
    }

    /** It has the answer that it would have had, for as many calls of the model, and keeps it. */
    void assertEnds(ShopClient shop) throws IOException {
        HttpResponse<String> answer = Awaitility.await()
                .atMost(AssistantRuns.PATIENCE)
                .until(() -> send(shop).join(), found -> found.statusCode() == 200);
        assertThat(answer.body()).contains("I have given the price of A-17 back");
        assertThat(send(shop).join().body()).isEqualTo(answer.body());
        assertThat(calls()).hasSize(AssistantRuns.CALLS + lost() + (failed ? 1 : 0));
        assertThat(new JsonMapper().readTree(answer.body()).path("tokens").asLong())
                .isEqualTo(charged());
    }

    int lost() {
        return lost == null ? 0 : 1;
    }

    long answered() {
        return calls().stream().filter(call -> call.tokens() > 0).count();
    }

    /** What the provider charged for all of its answers, whoever lived to record them. */
    long spent() {
        return calls().stream().mapToLong(Call::tokens).sum();
    }

    /** What the provider charged for the answers that the run got. */
    long charged() {
        return calls().stream()
                .filter(call -> call != lost)
                .mapToLong(Call::tokens)
                .sum();
    }

    private List<Call> calls() {
        return model.calls(key);
    }
}
