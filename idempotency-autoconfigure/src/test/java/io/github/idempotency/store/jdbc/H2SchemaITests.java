package io.github.idempotency.store.jdbc;

import java.util.List;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The table in H2. */
class H2SchemaITests extends JdbcSchemaCase {

    H2SchemaITests() {
        super(JdbcDialect.H2, List.of(database("scripted"), database("flyway"), database("liquibase")));
    }

    private static DataSource database(String name) {
        return new DriverManagerDataSource("jdbc:h2:mem:schema-" + name + ";DB_CLOSE_DELAY=-1");
    }

    @Override
    String description() {
        return """
                SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
                    ordinal_position)
                FROM information_schema.columns WHERE table_name IN ('IDEMPOTENCY_RECORD', 'IDEMPOTENCY_FRAME')
                UNION ALL SELECT concat_ws(' ', table_name, constraint_type) FROM information_schema.table_constraints
                WHERE table_name IN ('IDEMPOTENCY_RECORD', 'IDEMPOTENCY_FRAME')
                UNION ALL SELECT concat_ws(' ', CASE WHEN index_name LIKE '%_IDX' THEN index_name ELSE table_name END,
                    ordinal_position, column_name)
                FROM information_schema.index_columns WHERE table_name IN ('IDEMPOTENCY_RECORD', 'IDEMPOTENCY_FRAME')
                ORDER BY 1""";
    }
}
