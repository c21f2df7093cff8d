package io.github.idempotency.test.redis;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.store.RunningClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EmbeddedRedisITests {

    @RegisterExtension
    static final EmbeddedRedis redis =
            EmbeddedRedis.standalone().appendOnly().setting("maxmemory-policy", "noeviction");

    @Test
    void itServesRequests() {
        assertThat(redis.call("PING")).isEqualTo("PONG");
        assertThat(redis.host()).isEqualTo("127.0.0.1");
        assertThat(redis.sentinels()).isEmpty();
    }

    @Test
    void itsSettingsAreThoseAskedFor() {
        assertThat(redis.call("CONFIG", "GET", "appendfsync")).isEqualTo(List.of("appendfsync", "always"));
        assertThat(redis.call("CONFIG", "GET", "maxmemory-policy"))
                .isEqualTo(List.of("maxmemory-policy", "noeviction"));
        assertThat(redis.call("CONFIG", "GET", "bind")).isEqualTo(List.of("bind", "127.0.0.1"));
    }

    @Test
    void anAcknowledgedWriteSurvivesACrash() {
        redis.call("SET", "kept", "yes");

        redis.node().kill();
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> redis.call("PING"));
        redis.node().start();

        assertThat(redis.call("GET", "kept")).isEqualTo("yes");
    }

    @Test
    void itsClockIsWaitedFor() {
        Instant before = redis.clock().instant();

        RunningClock.await(redis.clock(), Duration.ofMillis(50));

        assertThat(redis.clock().instant()).isAfterOrEqualTo(before.plusMillis(50));
    }

    @Test
    void anErrorIsThrown() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> redis.call("NONSENSE"))
                .withMessageContaining("unknown command");
    }

    @Test
    void aServerThatCannotStartSaysWhy() {
        try (EmbeddedRedis broken = EmbeddedRedis.standalone().setting("no-such-setting", "1")) {
            assertThatIllegalStateException()
                    .isThrownBy(broken::start)
                    .havingCause()
                    .withMessageContaining("no-such-setting");
        }
    }

    @Nested
    class InANestedClass {

        @Test
        void itIsTheSameServer() {
            assertThat(redis.call("PING")).isEqualTo("PONG");
        }
    }

    @Nested
    class OfThePath {

        @RegisterExtension
        static final EmbeddedRedis installed = EmbeddedRedis.standalone().executableOnPath();

        @Test
        void itServesRequests() {
            assertThat(installed.call("PING")).isEqualTo("PONG");
        }
    }

    @Nested
    class AsACluster {

        @RegisterExtension
        static final EmbeddedRedis cluster = EmbeddedRedis.cluster();

        @Test
        void threeMastersShareTheSlots() {
            assertThat(cluster.nodes())
                    .hasSize(3)
                    .allSatisfy(node -> assertThat(node.call("CLUSTER", "INFO"))
                            .asString()
                            .contains("cluster_state:ok", "cluster_slots_ok:16384"));
        }

        @Test
        void oneOfThemAnswersForAKey() {
            assertThat(cluster.nodes()).filteredOn(AsACluster::holdsTheKey).hasSize(1);
        }

        private static boolean holdsTheKey(RedisNode node) {
            try {
                return "OK".equals(node.call("SET", "key", "value"));
            } catch (UncheckedIOException moved) {
                assertThat(moved).hasMessageContaining("MOVED");
                return false;
            }
        }
    }

    @Nested
    class WithASentinel {

        @RegisterExtension
        static final EmbeddedRedis sentinel = EmbeddedRedis.sentinel();

        @Test
        void theReplicaReplacesAMasterThatCrashed() {
            assertThat(master()).isEqualTo(List.of("127.0.0.1", "" + sentinel.port()));
            RedisNode replica = sentinel.nodes().get(1);

            sentinel.node().kill();

            Awaitility.await()
                    .untilAsserted(() -> assertThat(master()).isEqualTo(List.of("127.0.0.1", "" + replica.port())));
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(replica.call("SET", "key", "value")).isEqualTo("OK"));
        }

        private static @Nullable Object master() {
            return sentinel.sentinels().get(0).call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", EmbeddedRedis.MASTER_NAME);
        }
    }
}
