package io.github.idempotency.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.github.idempotency.Effect;
import io.github.idempotency.benchmark.Plan.Contender;
import io.github.idempotency.benchmark.report.Comparison;
import io.github.idempotency.benchmark.report.Figures;
import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.jdbc.JdbcIdempotencyStore;
import io.github.idempotency.test.postgres.PostgresServer;

/** Calls a second of 16 threads with as many connections, without HTTP: the store in PostgreSQL beside plain statements. */
record DatabaseCalls(PostgresServer postgres) {

    private static final int THREADS = 16;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Result ANSWER = new Result(Outcome.SUCCEEDED, new byte[1_024]);

    void compare(Plan plan, Findings findings) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbcUrl(postgres.createDatabase()));
        config.setMaximumPoolSize(THREADS);
        try (HikariDataSource database = new HikariDataSource(config)) {
            new ResourceDatabasePopulator(new ClassPathResource("schema-postgresql.sql", JdbcIdempotencyStore.class))
                    .execute(database);
            Statements statements = new Statements(database);
            statements.create();
            compare(plan, findings, statements, new JdbcIdempotencyStore(database));
        }
    }

    private static void compare(Plan plan, Findings findings, Statements statements, IdempotencyStore store)
            throws Exception {
        List<byte[]> keys =
                IntStream.range(0, 1_000).mapToObj(each -> Statements.newKey()).toList();
        for (byte[] key : keys) {
            statements.first(key);
            first(store, StoreKey.ofDigest(key));
        }
        Threads threads = new Threads(THREADS, plan.load());
        List<Figures> figures = plan.alternate(List.of(
                new Contender("SELECT alone", () -> threads.callsPerSecond(() -> statements.select(any(keys)))),
                new Contender(
                        "replay, this project",
                        () -> threads.callsPerSecond(() -> replay(store, StoreKey.ofDigest(any(keys))))),
                new Contender(
                        "INSERT and UPDATE alone",
                        () -> threads.callsPerSecond(() -> statements.first(Statements.newKey()))),
                new Contender(
                        "first, this project",
                        () -> threads.callsPerSecond(
                                () -> first(store, StoreKey.of(UUID.randomUUID().toString()))))));
        findings.comparisons().add(new Comparison("PostgreSQL, calls a second", "1/s", true, figures));
        findings.goals()
                .add(Goal.atLeast(
                        "PostgreSQL, first ÷ two statements alone",
                        0.95,
                        figures.get(3).over(figures.get(2))));
        findings.goals()
                .add(Goal.atLeast(
                        "PostgreSQL, replay ÷ SELECT alone", 0.9, figures.get(1).over(figures.get(0))));
    }

    private static byte[] any(List<byte[]> keys) {
        return keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
    }

    private static void first(IdempotencyStore store, StoreKey key) {
        Claim.Acquired claim = (Claim.Acquired) store.claim(request(key));
        store.complete(key, claim.token(), ANSWER, MINUTE.multipliedBy(60));
    }

    private static void replay(IdempotencyStore store, StoreKey key) {
        if (!(store.claim(request(key)) instanceof Claim.Completed)) {
            throw new IllegalStateException("The answer is not there");
        }
    }

    private static ClaimRequest request(StoreKey key) {
        return new ClaimRequest(key, "orders", Fingerprint.NONE, Effect.REPEATABLE, MINUTE, MINUTE);
    }
}
