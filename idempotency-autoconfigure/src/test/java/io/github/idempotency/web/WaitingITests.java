package io.github.idempotency.web;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.Effects;
import io.github.idempotency.app.GuardedTest;
import io.github.idempotency.app.RecoveringController;
import io.github.idempotency.app.Reply;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.test.RecordingIdempotencyListener;

import static org.assertj.core.api.Assertions.assertThat;

/** A duplicate of a running request waits for its answer where the handler says so. */
@GuardedTest
class WaitingITests {

    @Autowired
    private Caller caller;

    @Autowired
    private Effects effects;

    @Autowired
    private RecoveringController controller;

    @Autowired
    private RecordingIdempotencyListener listener;

    @Test
    void duplicatesOfARunningRequestGetItsAnswer() {
        String key = Caller.newKey();
        CountDownLatch gate = controller.close();
        long waited = waited();
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            replies.add(caller.post("/recovering/patient").key(key).start());
        }
        Awaitility.await().untilAsserted(() -> assertThat(waited() - waited).isGreaterThanOrEqualTo(7));

        gate.countDown();

        List<Reply> answers = replies.stream().map(CompletableFuture::join).toList();
        Reply first = answers.stream()
                .filter(reply -> reply.header("Idempotent-Replayed").isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(answers).filteredOn(reply -> reply != first).hasSize(7).allSatisfy(reply -> reply.isReplayOf(first));
        assertThat(effects.of(key)).isEqualTo(1);
    }

    private long waited() {
        return listener.events().stream()
                .filter(event -> event.type() == Type.WAITED)
                .count();
    }
}
