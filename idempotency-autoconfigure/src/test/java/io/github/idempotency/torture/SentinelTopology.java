package io.github.idempotency.torture;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.redis.RedisNode;

/** A master and its replica behind a Sentinel, without a proxy: the Sentinel tells clients where the master is. */
final class SentinelTopology implements StoreTopology {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EmbeddedRedis redis = EmbeddedRedis.sentinel().appendOnly().start();

    private final RedisNode sentinel = redis.sentinels().get(0);

    @Override
    public List<String> properties(int process) {
        return List.of(
                "idempotency.store=redis",
                RedisTopology.NO_DATABASE,
                "spring.data.redis.sentinel.master=" + EmbeddedRedis.MASTER_NAME,
                "spring.data.redis.sentinel.nodes=" + sentinel.address(),
                RedisTopology.TIMEOUT,
                RedisTopology.CONNECT_TIMEOUT);
    }

    /** Without streams: a failover that forgets a frame leaves a key whose answer is not retained, which nobody settles. */
    @Override
    public List<Work> works() {
        return List.of(Work.REPEATABLE, Work.WAITING, Work.IRREVERSIBLE);
    }

    @Override
    public List<Fault> faults() {
        return List.of(new Fault("Sentinel failover", 3, this::failOver));
    }

    /**
     * The master is killed, with what its replica has not heard of: nothing as a rule, as much as half a second of writes
     * where the replica lags. It comes back as the replica of its successor.
     */
    private String failOver(Random random) throws InterruptedException {
        RedisNode master = master();
        int lag = random.nextBoolean() ? 0 : 100 + random.nextInt(400);
        long replica = processId(redis.nodes().get(redis.nodes().get(0) == master ? 1 : 0));
        Signal.STOP.send(replica);
        TimeUnit.MILLISECONDS.sleep(lag);
        master.kill();
        Signal.CONT.send(replica);
        Awaitility.await("A failover").atMost(PATIENCE).until(() -> master() != master);
        master.start();
        // Without a replica that is in step the Sentinel would have nobody to promote the next time.
        Awaitility.await("A replica in step").atMost(PATIENCE).until(() -> hasReplica(master()));
        return "from " + master + " to " + master() + ", which lagged by " + lag + " ms";
    }

    private static long processId(RedisNode node) {
        return Long.parseLong(
                String.valueOf(node.call("INFO", "server")).replaceAll("(?s).*process_id:(\\d+).*", "$1"));
    }

    private RedisNode master() {
        List<?> address = (List<?>) sentinel.call("SENTINEL", "get-master-addr-by-name", EmbeddedRedis.MASTER_NAME);
        String port = String.valueOf(address.get(1));
        return redis.nodes().stream()
                .filter(node -> port.equals("" + node.port()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean hasReplica(RedisNode master) {
        try {
            return String.valueOf(master.call("INFO", "replication")).contains("state=online");
        } catch (UncheckedIOException notThere) {
            return false;
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
