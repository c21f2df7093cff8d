package io.github.idempotency.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;
import io.github.idempotency.test.postgres.PostgresServer;
import io.github.idempotency.torture.HistoryEntry.Kind;

/** One PostgreSQL that waits for its log. */
final class PostgresTopology implements StoreTopology {

    private final PostgresServer server = new PostgresServer().start();

    private final String database = server.createDatabase();

    private final List<FaultyProxy> proxies;

    PostgresTopology() {
        new ResourceDatabasePopulator(new ClassPathResource("schema-postgresql.sql", JdbcIdempotencyStore.class))
                .execute(server.dataSource(database));
        JdbcClient.create(server.dataSource(database))
                .sql("CREATE TABLE effect (record text NOT NULL, token bigint NOT NULL, receipt text NOT NULL)")
                .update();
        proxies = IntStream.range(0, PROCESSES)
                .mapToObj(process -> new FaultyProxy(port()))
                .toList();
    }

    private int port() {
        return Integer.parseInt(server.jdbcUrl(database).replaceAll(".*://[^:/]+:(\\d+)/.*", "$1"));
    }

    @Override
    public List<String> properties(int process) {
        String url = server.jdbcUrl(database)
                .replaceFirst(":" + port() + "/", ":" + proxies.get(process).port() + "/");
        return List.of(
                "idempotency.store=jdbc",
                JoinedWorkController.PROPERTY + "=true",
                "idempotency.jdbc.timeout=1s",
                "spring.autoconfigure.exclude=org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
                "spring.datasource.url=" + url + "&socketTimeout=1&connectTimeout=1&cancelSignalTimeout=1",
                "spring.datasource.hikari.maximum-pool-size=16",
                "spring.datasource.hikari.connection-timeout=500",
                "spring.datasource.hikari.validation-timeout=250",
                "spring.datasource.hikari.initialization-fail-timeout=20000");
    }

    @Override
    public List<Work> works() {
        return List.of(Work.values());
    }

    @Override
    public List<HistoryEntry> committed() {
        return JdbcClient.create(server.dataSource(database))
                .sql("SELECT record, token, receipt FROM effect")
                .query((row, number) -> HistoryEntry.now(
                        System.nanoTime(),
                        "database",
                        Kind.COMMITTED,
                        row.getString("record"),
                        row.getLong("token"),
                        row.getString("receipt")))
                .list();
    }

    @Override
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>(new NetworkFaults("PostgreSQL", proxies).faults());
        faults.addAll(new PostgresFaults(server.dataSource(database)).faults());
        return faults;
    }

    @Override
    public void close() throws Exception {
        for (FaultyProxy proxy : proxies) {
            proxy.close();
        }
        server.close();
    }
}
