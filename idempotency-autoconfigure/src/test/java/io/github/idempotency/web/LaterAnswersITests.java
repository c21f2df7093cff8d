package io.github.idempotency.web;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.LaterApplication;
import io.github.idempotency.app.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/** On the threads of a pool, of which there are few. */
@SpringBootTest(
        classes = LaterApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "idempotency.anonymous=shared",
            "idempotency.scopes.later-large.max-result-size=1KB",
            "idempotency.web.max-request-size=64KB",
            "spring.application.name=shop",
            "server.tomcat.threads.max=4",
        })
class LaterAnswersITests extends LaterAnswersCase {

    @Test
    void noThreadOfTheServerIsHeld() {
        List<String> keys = Stream.generate(Caller::newKey).limit(12).toList();
        List<CompletableFuture<Reply>> replies = keys.stream()
                .map(each -> caller.post("/later/deferred")
                        .key(each)
                        .header("X-How", "gated")
                        .start())
                .toList();
        keys.forEach(gates::awaitEntered);
        keys.forEach(gates::open);
        assertThat(replies).allSatisfy(reply -> reply.join().hasStatus(200).isFirst());
    }
}
