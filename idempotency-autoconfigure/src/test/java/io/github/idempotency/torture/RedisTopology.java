package io.github.idempotency.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.idempotency.test.redis.EmbeddedRedis;

/** One Redis that has everything on disk before it answers. */
final class RedisTopology implements StoreTopology {

    static final String NO_DATABASE =
            "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";

    /** Shorter than the lease, so that an outage is noticed within it. */
    static final String TIMEOUT = "spring.data.redis.timeout=300ms";

    static final String CONNECT_TIMEOUT = "spring.data.redis.connect-timeout=300ms";

    private final EmbeddedRedis redis = EmbeddedRedis.standalone()
            .appendOnly()
            .setting("maxmemory-policy", "noeviction")
            .start();

    private final List<FaultyProxy> proxies = IntStream.range(0, PROCESSES)
            .mapToObj(process -> new FaultyProxy(redis.port()))
            .toList();

    @Override
    public List<String> properties(int process) {
        return List.of(
                "idempotency.store=redis",
                NO_DATABASE,
                "spring.data.redis.host=127.0.0.1",
                "spring.data.redis.port=" + proxies.get(process).port(),
                TIMEOUT,
                CONNECT_TIMEOUT);
    }

    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(new NetworkFaults("Redis", proxies).faults());
        faults.add(new Fault("Redis kill -9 and restart", 3, this::restart));
        return faults;
    }

    private String restart(Random random) throws InterruptedException {
        int millis = random.nextInt(500);
        redis.node().kill();
        TimeUnit.MILLISECONDS.sleep(millis);
        redis.node().start();
        return "after " + millis + " ms";
    }

    EmbeddedRedis redis() {
        return redis;
    }

    @Override
    public void close() throws Exception {
        for (FaultyProxy proxy : proxies) {
            proxy.close();
        }
        redis.close();
    }
}
