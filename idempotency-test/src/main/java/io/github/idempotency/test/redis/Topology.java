package io.github.idempotency.test.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/** Which servers there are, and how they come to know each other. */
enum Topology {
    STANDALONE {
        @Override
        void start(RedisServers servers) throws IOException {
            servers.add();
        }
    },

    /** A master, its replica, and one Sentinel whose word is enough for a failover. */
    SENTINEL {
        @Override
        void start(RedisServers servers) throws IOException {
            RedisNode master = servers.add();
            servers.add("replicaof " + master.host() + " " + master.port());
            // A Sentinel asks a master for its replicas when it first sees it, and then only every ten seconds.
            await(() -> info(master, "INFO", "replication").contains("state=online"));
            RedisNode sentinel = servers.addSentinel(
                    "sentinel monitor " + EmbeddedRedis.MASTER_NAME + " " + master.host() + " " + master.port() + " 1",
                    "sentinel down-after-milliseconds " + EmbeddedRedis.MASTER_NAME + " 1000",
                    "sentinel failover-timeout " + EmbeddedRedis.MASTER_NAME + " 5000");
            await(() -> info(sentinel, "INFO", "sentinel").contains("status=ok")
                    && info(sentinel, "INFO", "sentinel").contains("slaves=1"));
        }
    },

    /** Three masters that share the slots, without replicas. */
    CLUSTER {
        @Override
        void start(RedisServers servers) throws IOException {
            for (int node = 0; node < MASTERS; node++) {
                servers.add("cluster-enabled yes", "cluster-announce-ip 127.0.0.1", "cluster-node-timeout 5000");
            }
            List<RedisNode> nodes = servers.nodes();
            for (int node = 0; node < MASTERS; node++) {
                // Epochs of their own, or the masters would first have to settle who is who.
                nodes.get(node).call("CLUSTER", "SET-CONFIG-EPOCH", "" + (node + 1));
                nodes.get(node).call(slots(SLOTS * node / MASTERS, SLOTS * (node + 1) / MASTERS));
                nodes.get(node)
                        .call(
                                "CLUSTER",
                                "MEET",
                                nodes.get(0).host(),
                                "" + nodes.get(0).port());
            }
            await(() -> nodes.stream().allMatch(node -> {
                String state = info(node, "CLUSTER", "INFO");
                return state.contains("cluster_state:ok") && state.contains("cluster_size:" + MASTERS);
            }));
        }
    };

    private static final int MASTERS = 3;

    private static final int SLOTS = 16_384;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Starts the servers; returns once they serve requests together. */
    abstract void start(RedisServers servers) throws IOException;

    private static String[] slots(int from, int to) {
        return Stream.concat(
                        Stream.of("CLUSTER", "ADDSLOTS"),
                        IntStream.range(from, to).mapToObj(Integer::toString))
                .toArray(String[]::new);
    }

    private static String info(RedisNode node, String... command) {
        return String.valueOf(node.call(command));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }
}
