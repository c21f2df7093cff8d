package io.github.idempotency.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** What the processes of a directory keep there, for a test that gets at it from behind. */
record ShopData(Path directory) {

    /** The first line that Redis answers. */
    String redis(String command) throws IOException {
        int port = Integer.parseInt(Files.readString(directory.resolve("data/redis/port")));
        try (Socket redis = new Socket("127.0.0.1", port)) {
            redis.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(redis.getInputStream(), StandardCharsets.UTF_8)).readLine();
        }
    }

    /** Until it is closed nobody else writes to the database; whoever wants to waits, as long as its busy_timeout. */
    Connection lockedDatabase() throws SQLException {
        Connection database = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/shop.db"));
        try (Statement statement = database.createStatement()) {
            statement.execute("begin immediate");
        }
        return database;
    }

    /** What was ordered is called something else from now on, for whoever looks it up. */
    void renameOrders() throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/shop.db"));
                Statement statement = database.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("update orders set item = item || ', renamed'");
        }
    }

    /** What the ledger of costs says by now: as SQLite reads it, whatever process writes. */
    LedgerSums ledger() throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("data/costs.db"));
                Statement statement = database.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            // Made with the first cost that anybody writes down.
            try (ResultSet table = statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'charge'")) {
                if (!table.next()) {
                    return LedgerSums.NONE;
                }
            }
            try (ResultSet row = statement.executeQuery("""
                    SELECT count(*), coalesce(sum(input_tokens + output_tokens), 0),
                        (SELECT count(*) FROM charge),
                        coalesce(sum(CASE WHEN (record_key, token) IN (SELECT record_key, token FROM charge)
                            THEN input_tokens + output_tokens END), 0)
                    FROM expense""")) {
                return new LedgerSums(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            }
        }
    }

    /** Everything in the files that have or are below this name, and their names. */
    String written(String name) throws IOException {
        StringBuilder content = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory.resolve(name))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.append(file).append('\n').append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content.toString();
    }
}
