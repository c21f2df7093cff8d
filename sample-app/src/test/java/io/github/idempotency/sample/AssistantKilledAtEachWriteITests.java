package io.github.idempotency.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs of the assistant whose process is killed just before one of its writes reaches Redis, or when it is stored and the
 * process has not been told: at those boundaries that {@link AssistantAcrossCrashesITests} does not have, and with
 * {@code -Dassistant.kills=all} at every one of them. Meanwhile the orders are renamed, so that a tool which is called again
 * gives another answer than it did. They fail, and were seen to, where a turn that has a record is run again, because
 * the next generation is then asked something else than it was, and where a replay does not charge what has not been charged.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AssistantKilledAtEachWriteITests {

    private static final String ASKED = "complete assistant/model";

    private static final String MOVED = "complete tool.transfer_funds";

    private static final String SENT = "complete tool.send_email";

    /** What a run writes that nobody disturbs: each line is a boundary with a death before it and one after it. */
    private static final List<String> WRITES = List.of(
            "claim assistant",
            "claim assistant/model",
            ASKED,
            // Here lookup_order runs, which has no record of its own.
            "claim assistant/tools",
            "complete assistant/tools",
            "claim assistant/model",
            ASKED,
            "claim assistant/tools",
            "claim tool.transfer_funds",
            MOVED,
            "complete assistant/tools",
            "claim assistant/model",
            ASKED,
            "claim assistant/tools",
            "claim tool.send_email",
            SENT,
            "complete assistant/tools",
            "claim assistant/model",
            ASKED,
            "complete assistant");

    /** Around the run's own record, those of turns, and a tool that only reads. */
    private static final List<Death> OTHERS = List.of(
            new Death(20, true), new Death(19, true), new Death(11, true), new Death(5, false), new Death(4, false));

    private static final int AT_ONCE = OTHERS.size();

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone().appendOnly();

    @TempDir
    static Path directory;

    static final List<Node> all = new ArrayList<>();

    static AssistantRuns runs;

    static Node living;

    private final List<Death> died = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        runs = new AssistantRuns(new ShopData(directory));
        living = startTogether(1).get(0);
    }

    @AfterAll
    static void stop() {
        all.forEach(Node::kill);
        runs.close();
    }

    /**
     * @param write at which of its writes a process is killed
     * @param taken whether that one is stored
     */
    record Death(int write, boolean taken) {

        /** How often the run has come so far as to write that. */
        long arrived(String name) {
            return WRITES.subList(0, write).stream().filter(name::equals).count();
        }

        boolean losesAnAnswerOfTheModel() {
            return !taken && WRITES.get(write - 1).equals(ASKED);
        }

        @Override
        public String toString() {
            return (taken ? "after " : "before ") + write + ", " + WRITES.get(write - 1);
        }
    }

    /** From the last write to the first. */
    static Stream<List<Death>> deaths() {
        List<Death> deaths = System.getProperty("assistant.kills", "").equals("all")
                ? IntStream.range(0, 2 * WRITES.size())
                        .mapToObj(i -> new Death(WRITES.size() - i / 2, i % 2 == 0))
                        .toList()
                : OTHERS;
        return IntStream.iterate(0, i -> i < deaths.size(), i -> i + AT_ONCE)
                .mapToObj(i -> deaths.subList(i, Math.min(i + AT_ONCE, deaths.size())));
    }

    @Test
    @Order(1)
    void theseAreAllBoundariesOfARun() throws IOException {
        living.gate().shutAt(0, false);
        runs.add(0, 0).send(living.client()).join();
        assertThat(living.gate().writes()).isEqualTo(WRITES);
        runs.assertEndAsIfNothingHadHappened(living.client());
    }

    /** Each in a process of its own, and what comes after them in another one. */
    @ParameterizedTest
    @Order(2)
    @MethodSource("deaths")
    void whereverItsProcessIsKilledARunEndsAsIfNothingHadHappened(List<Death> deaths) throws Exception {
        List<Node> nodes = new ArrayList<>(List.of(living));
        nodes.addAll(startTogether(deaths.size() - 1));
        for (int i = 0; i < deaths.size(); i++) {
            die(nodes.get(i), deaths.get(i));
        }
        new ShopData(directory).renameOrders();
        living = startTogether(1).get(0);
        runs.assertEndAsIfNothingHadHappened(living.client());
    }

    private void die(Node node, Death death) throws IOException {
        AssistantRun run = runs.add(0, 0);
        node.gate().shutAt(death.write(), death.taken());
        CompletableFuture<HttpResponse<String>> answer = run.send(node.client());
        Awaitility.await().atMost(AssistantRuns.PATIENCE).until(node.gate()::isShut);
        died.add(death);

        assertThat(node.gate().writes()).isEqualTo(WRITES.subList(0, death.write()));
        assertThat(node.client().effects())
                .isEqualTo(new Effects(
                        runs.before().emails() + arrived(SENT),
                        runs.before().transfers() + arrived(MOVED),
                        runs.before().summaries(),
                        runs.before().modelCalls() + arrived(ASKED)));
        if (death.losesAnAnswerOfTheModel()) {
            run.loseLatest();
        }
        assertThat(answer).isNotDone();
        node.kill();
        assertThat(answer).failsWithin(AssistantRuns.PATIENCE);
    }

    private long arrived(String write) {
        return died.stream().mapToLong(death -> death.arrived(write)).sum();
    }

    /** The gates first: one that opens later could take the port that a process has chosen for itself. */
    private static List<Node> startTogether(int count) throws IOException {
        List<RedisGate> gates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            gates.add(new RedisGate(redis.port()));
        }
        List<CompletableFuture<Node>> starting = gates.stream()
                .map(gate -> CompletableFuture.supplyAsync(() -> Node.start(gate), task -> new Thread(task).start()))
                .toList();
        // All of them, also if one has failed.
        starting.forEach(
                node -> node.thenAccept(all::add).exceptionally(failure -> null).join());
        return starting.stream().map(CompletableFuture::join).toList();
    }

    /** A process, and its own way to the Redis of all. */
    private record Node(RedisGate gate, ShopProcess shop) {

        static Node start(RedisGate gate) {
            try {
                List<String> arguments = runs.arguments(
                        "--spring.data.redis.host=127.0.0.1",
                        "--spring.data.redis.port=" + gate.port(),
                        // It waits at the gate for as long as it lives.
                        "--idempotency.redis.timeout=5m");
                return new Node(gate, ShopProcess.start(directory, arguments.toArray(String[]::new)));
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        ShopClient client() {
            return shop.client();
        }

        void kill() {
            shop.kill();
            gate.close();
        }
    }
}
