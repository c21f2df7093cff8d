package io.github.idempotency.torture;

import java.util.Arrays;
import java.util.function.Supplier;

/** A store that can be tortured, by the name that {@code torture.stores} has for it. */
enum TortureStore {
    REDIS("redis", "Redis, one node, AOF always", true, RedisTopology::new),
    JDBC("jdbc", "PostgreSQL", true, PostgresTopology::new),
    REDIS_JDBC("redis+jdbc", "Redis in front of PostgreSQL", true, RedisInFrontTopology::new),
    SENTINEL("sentinel", "Redis behind a Sentinel", false, SentinelTopology::new);

    private final String id;

    private final String title;

    private final boolean unconditional;

    private final Supplier<StoreTopology> servers;

    TortureStore(String id, String title, boolean unconditional, Supplier<StoreTopology> servers) {
        this.id = id;
        this.title = title;
        this.unconditional = unconditional;
        this.servers = servers;
    }

    static TortureStore of(String id) {
        return Arrays.stream(values())
                .filter(store -> store.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "torture.stores has no " + id + "; it takes redis, jdbc, redis+jdbc and sentinel"));
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** Whether the promise of operations.md allows breaking this rule here. */
    boolean mayBreak(Rule rule) {
        return !unconditional && rule.brokenByFailover();
    }

    StoreTopology start() {
        return servers.get();
    }
}
