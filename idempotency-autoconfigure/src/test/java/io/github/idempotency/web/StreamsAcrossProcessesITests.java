package io.github.idempotency.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.ServingProcess;
import io.github.idempotency.app.Stream;
import io.github.idempotency.app.TokensController;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/** A stream that one process sends, seen from another one on the same Redis. */
class StreamsAcrossProcessesITests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    private final String key = Caller.newKey();

    @Test
    void aClientThatLostItsConnectionGoesOnAtTheOtherProcess() {
        try (ServingProcess one = process();
                ServingProcess two = process()) {
            List<String> tokens =
                    IntStream.range(0, 40).mapToObj(i -> "token" + i).toList();
            List<String> data;
            List<String> ids;
            try (Stream first = one.awaitCaller().stream("/tokens", key)) {
                push(tokens.subList(0, 10));
                first.awaitBody("token9");
                data = new ArrayList<>(first.data());
                ids = first.ids();
            }
            assertThat(data).hasSize(10);

            Caller other = two.awaitCaller();
            try (Stream second = other.stream("/tokens", key, "Last-Event-ID: " + ids.get(9))) {
                push(tokens.subList(10, 40));
                push(List.of(TokensController.END));
                second.join();
                data.addAll(second.data());
            }

            assertThat(data).isEqualTo(tokens);
            assertThat(calls()).isOne();
            try (Stream third = other.stream("/tokens", key)) {
                third.join();
                assertThat(third.data()).isEqualTo(tokens);
            }
        }
    }

    @Test
    void whoIsAttachedIsToldThatTheProducerWasKilledAndARetryRunsAgain() {
        try (ServingProcess one = process();
                ServingProcess two = process()) {
            Caller other = killMidStream("/tokens", one, two, "idempotency_in_flight");

            try (Stream retry = other.stream("/tokens", key)) {
                push(List.of("again", TokensController.END));
                retry.join();
                assertThat(retry.data()).containsExactly("again");
            }
            assertThat(calls()).isEqualTo(2);
        }
    }

    @Test
    void whatCannotBeRepeatedIsUnknownWhenItsProducerWasKilled() {
        try (ServingProcess one = process();
                ServingProcess two = process()) {
            Caller other = killMidStream("/paid-tokens", one, two, "idempotency_outcome_unknown");

            other.post("/paid-tokens", key).isProblem(409, "outcome-unknown", "idempotency_outcome_unknown");
            assertThat(calls()).isOne();
        }
    }

    /** The first process sends one token and is killed; a client of the second one is attached and told of it in band. */
    private Caller killMidStream(String path, ServingProcess one, ServingProcess two, String code) {
        Caller other = two.awaitCaller();
        try (Stream first = one.awaitCaller().stream(path, key)) {
            push(List.of("lost"));
            first.awaitBody("lost");
            try (Stream attached = other.stream(path, key)) {
                attached.awaitBody("lost");
                one.close();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(attached.body()).contains("event: error", code));
            }
        }
        return other;
    }

    private void push(List<String> tokens) {
        for (String token : tokens) {
            redis.call("RPUSH", "tokens:" + key, token);
        }
    }

    private int calls() {
        return Integer.parseInt((String) redis.call("HGET", TokensController.CALLS, key));
    }

    private static ServingProcess process() {
        return ServingProcess.counting(redis, "--idempotency.lease=2s");
    }
}
