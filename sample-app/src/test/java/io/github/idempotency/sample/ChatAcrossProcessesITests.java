package io.github.idempotency.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import io.github.idempotency.sample.ChatStream.Event;
import io.github.idempotency.sample.model.ModelServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer that one process of the packaged sample streams, read from another one with the same Redis. The last tests kill
 * the first process. They fail, and were seen to, where a client leaves out the id that it had last, where duplicates
 * are not attached, and where the cost of an answer is not reported.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChatAcrossProcessesITests {

    private static final String STREAMS =
            "streams of controllers: recorded, replayed, attached to, gone on with after `Last-Event-ID`; a broken one"
                    + " is no answer ([streams.md](streams.md))";

    private static final List<String> TOKENS =
            IntStream.range(0, 40).mapToObj(i -> " token" + i).toList();

    @TempDir
    static Path directory;

    static ModelServer model;

    static ShopProcess other;

    static ShopProcess producer;

    private final ShopData data = new ShopData(directory);

    private final String key = UUID.randomUUID().toString();

    private final String question = "What is " + key + "?";

    @BeforeAll
    static void start() throws IOException {
        model = ModelServer.start();
        other = process();
        producer = process();
    }

    @AfterAll
    static void stop() {
        producer.close();
        other.close();
        model.close();
    }

    @Test
    @Order(1)
    @Row(STREAMS)
    void whoWasCutOffGoesOnAtTheOtherProcess() throws IOException {
        Effects before = other.client().effects();
        List<Event> events = new ArrayList<>();
        ModelServer.Call call;
        try (ChatStream first = chat(producer, null)) {
            call = model.awaitCall(question, 1).say(TOKENS.subList(0, 10));
            events.addAll(first.next(10));
        }
        try (ChatStream second = chat(other, events.get(9).id())) {
            call.say(TOKENS.subList(10, 20));
            events.addAll(second.next(10));
            call.say(TOKENS.subList(20, 40)).end();
            events.addAll(second.rest());
        }
        assertThat(events).extracting(Event::text).isEqualTo(TOKENS);
        assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
        try (ChatStream replay = chat(other, null)) {
            assertThat(replay.rest()).isEqualTo(events);
        }
        assertThat(model.calls(question)).hasSize(1);
        assertThat(other.client().effects().modelCalls()).isEqualTo(before.modelCalls() + 1);
        awaitLedger(new LedgerSums(1, call.tokens(), 1, call.tokens()));
    }

    @Test
    @Order(2)
    void whatBreaksOffHasCostNobodyKnowsWhat() throws Exception {
        LedgerSums before = data.ledger();
        try (ChatStream broken = chat(producer, null)) {
            ModelServer.Call call = model.awaitCall(question, 1).say(TOKENS.subList(0, 10));
            broken.next(10);
            call.breakOff();
            awaitLedger(before.plus(1, 0, 0, 0));
        }
    }

    @Test
    @Row(STREAMS)
    void whoIsAttachedIsToldThatTheProducerWasKilledAndARetryAsksAgain() throws Exception {
        LedgerSums before = data.ledger();
        killMidStream(producer, "idempotency_in_flight");
        try (ChatStream retry = chat(other, null)) {
            ModelServer.Call again = model.awaitCall(question, 2).say(TOKENS);
            again.end();
            assertThat(retry.rest()).extracting(Event::text).isEqualTo(TOKENS);
            // The provider was not heard out when the process died, and nobody knows what it takes for that.
            awaitLedger(before.plus(1, again.tokens(), 1, again.tokens()));
        }
    }

    /** The claim says what the work is: the process that is asked later holds it to be repeatable. */
    @Test
    @Row(STREAMS)
    void whatCannotBeRepeatedIsNotWhenItsProducerWasKilled() throws IOException {
        killMidStream(process("--idempotency.scopes.chat.effect=IRREVERSIBLE"), "idempotency_outcome_unknown");
        try (ChatStream retry = chat(other, null)) {
            retry.whole().assertProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
        }
        assertThat(model.calls(question)).hasSize(1);
    }

    /** Ten tokens have been sent; a client of the other process has read them and is told in band. */
    private void killMidStream(ShopProcess producer, String code) throws IOException {
        try (producer;
                ChatStream first = chat(producer, null)) {
            model.awaitCall(question, 1).say(TOKENS.subList(0, 10));
            List<Event> seen = first.next(10);
            try (ChatStream attached = chat(other, null)) {
                assertThat(attached.next(10)).isEqualTo(seen);
                producer.kill();
                assertThat(attached.rest()).singleElement().satisfies(told -> {
                    assertThat(told.type()).isEqualTo("error");
                    assertThat(told.data()).contains(code);
                });
            }
        }
    }

    /** A key is charged after its answer. */
    private void awaitLedger(LedgerSums expected) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(data.ledger()).isEqualTo(expected));
    }

    private ChatStream chat(ShopProcess shop, @Nullable String lastEventId) {
        return ChatStream.open(shop.client().port(), key, question, lastEventId);
    }

    private static ShopProcess process(String... settings) throws IOException {
        List<String> arguments = new ArrayList<>(model.arguments());
        arguments.add("--idempotency.lease=2s");
        arguments.addAll(List.of(settings));
        return ShopProcess.start(directory, arguments.toArray(String[]::new));
    }
}
