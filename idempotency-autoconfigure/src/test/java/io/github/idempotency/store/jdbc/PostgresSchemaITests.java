package io.github.idempotency.store.jdbc;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.test.postgres.EmbeddedPostgres;

/** The table in PostgreSQL. */
class PostgresSchemaITests extends JdbcSchemaCase {

    @RegisterExtension
    static final EmbeddedPostgres scripted = EmbeddedPostgres.shared();

    @RegisterExtension
    static final EmbeddedPostgres byFlyway = EmbeddedPostgres.shared();

    @RegisterExtension
    static final EmbeddedPostgres byLiquibase = EmbeddedPostgres.shared();

    PostgresSchemaITests() {
        super(JdbcDialect.POSTGRESQL, List.of(scripted.dataSource(), byFlyway.dataSource(), byLiquibase.dataSource()));
    }

    @Override
    String description() {
        return """
                SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default, ordinal_position)
                FROM information_schema.columns WHERE table_name IN ('idempotency_record', 'idempotency_frame', 'idempotency_counter')
                UNION ALL SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'idempotency_%'
                UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conrelid IN ('idempotency_record'::regclass, 'idempotency_frame'::regclass,
                        'idempotency_counter'::regclass) AND contype <> 'n'
                ORDER BY 1""";
    }
}
