package io.github.idempotency.torture;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** PostgreSQL decides, Redis keeps copies and may forget them at any time. */
final class RedisInFrontTopology implements StoreTopology {

    private final PostgresTopology postgres = new PostgresTopology();

    private final RedisTopology redis = new RedisTopology();

    @Override
    public List<String> properties(int process) {
        Set<String> properties = new LinkedHashSet<>(postgres.properties(process));
        properties.addAll(redis.properties(process));
        properties.removeIf(property ->
                property.startsWith("idempotency.store=") || property.startsWith("spring.autoconfigure.exclude="));
        properties.add("idempotency.store=redis+jdbc");
        return List.copyOf(properties);
    }

    @Override
    public List<Work> works() {
        return postgres.works();
    }

    @Override
    public List<HistoryEntry> committed() {
        return postgres.committed();
    }

    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(postgres.faults());
        faults.addAll(redis.faults());
        faults.add(new Fault("Redis flushed", 4, random -> "" + redis.redis().call("FLUSHALL")));
        return faults;
    }

    @Override
    public void close() throws Exception {
        postgres.close();
        redis.close();
    }
}
