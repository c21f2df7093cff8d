package io.github.idempotency.store.jdbc;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The table in the MariaDB that is installed; skipped where there is none. */
class MariaDbSchemaITests extends JdbcSchemaCase {

    @RegisterExtension
    static final InstalledMariaDb scripted = new InstalledMariaDb();

    @RegisterExtension
    static final InstalledMariaDb byFlyway = new InstalledMariaDb();

    @RegisterExtension
    static final InstalledMariaDb byLiquibase = new InstalledMariaDb();

    MariaDbSchemaITests() {
        super(JdbcDialect.MARIADB, List.of(scripted.dataSource(), byFlyway.dataSource(), byLiquibase.dataSource()));
    }

    @Override
    String description() {
        return """
                SELECT concat_ws(' ', table_name, column_name, column_type, is_nullable, column_default, ordinal_position,
                    character_set_name)
                FROM information_schema.columns
                WHERE table_name IN ('idempotency_record', 'idempotency_frame', 'idempotency_counter') AND table_schema = database()
                UNION ALL SELECT concat_ws(' ', index_name, seq_in_index, column_name, non_unique)
                FROM information_schema.statistics
                WHERE table_name IN ('idempotency_record', 'idempotency_frame', 'idempotency_counter') AND table_schema = database()
                UNION ALL SELECT concat_ws(' ', table_name, constraint_name, delete_rule)
                FROM information_schema.referential_constraints WHERE constraint_schema = database()
                UNION ALL SELECT engine FROM information_schema.tables
                WHERE table_name IN ('idempotency_record', 'idempotency_frame', 'idempotency_counter') AND table_schema = database()
                ORDER BY 1""";
    }
}
