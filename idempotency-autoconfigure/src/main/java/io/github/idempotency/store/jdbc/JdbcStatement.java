package io.github.idempotency.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;

/** One SQL statement of the class path, with named parameters. */
final class JdbcStatement {

    private final ParsedSql parsed;

    private final String sql;

    private JdbcStatement(String source) {
        this.parsed = NamedParameterUtils.parseSqlStatement(source);
        this.sql = NamedParameterUtils.substituteNamedParameters(parsed, null);
    }

    static JdbcStatement load(String name) {
        try (InputStream resource = JdbcStatement.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("The statement " + name + " is missing from the class path");
            }
            return new JdbcStatement(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException ex) {
            throw new IllegalStateException("The statement " + name + " cannot be read", ex);
        }
    }

    PreparedStatement prepare(Connection connection, MapSqlParameterSource parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        set(statement, parameters);
        return statement;
    }

    /** Any number of times on one connection, and sent together. */
    PreparedStatement prepare(Connection connection, List<MapSqlParameterSource> each) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (MapSqlParameterSource parameters : each) {
            set(statement, parameters);
            statement.addBatch();
        }
        return statement;
    }

    private void set(PreparedStatement statement, MapSqlParameterSource parameters) throws SQLException {
        @Nullable Object[] values = NamedParameterUtils.buildValueArray(parsed, parameters, null);
        for (int i = 0; i < values.length; i++) {
            StatementCreatorUtils.setParameterValue(statement, i + 1, SqlTypeValue.TYPE_UNKNOWN, values[i]);
        }
    }
}
