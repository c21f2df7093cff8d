package io.github.idempotency.store.jdbc;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/** The MariaDB that is installed, on a free port of this machine, with its files in a temporary directory. */
final class MariaDbServer implements AutoCloseable {

    private final Path directory;

    private final int port;

    private final Process process;

    MariaDbServer(Path program) throws IOException {
        directory = Files.createTempDirectory("mariadb");
        Files.createDirectory(temporary());
        port = freePort();
        bootstrap(program);
        process = server(
                        program,
                        "--socket=" + directory.resolve("socket"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--max-connections=500")
                .start();
        await().atMost(Duration.ofMinutes(1)).until(this::answers);
    }

    /** The server's program, where there is one with what it needs. Debian keeps it from users' paths. */
    static Optional<Path> program() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "mariadbd"))
                .filter(program -> Files.isExecutable(program) && Files.isReadable(systemTables(program)))
                .findFirst();
    }

    private static Path systemTables(Path program) {
        return program.resolve("../../share/mysql/mysql_system_tables.sql").normalize();
    }

    /** Without the server's own tables Flyway cannot tell whether a database is empty. */
    private void bootstrap(Path program) throws IOException {
        Files.createDirectories(directory.resolve("data/mysql"));
        Path script = directory.resolve("bootstrap.sql");
        Files.writeString(script, "USE mysql;\n" + Files.readString(systemTables(program)));
        server(program, "--bootstrap")
                .redirectInput(script.toFile())
                .start()
                .onExit()
                .join();
    }

    private ProcessBuilder server(Path program, String... options) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--no-defaults",
                "--skip-grant-tables",
                "--user=" + System.getProperty("user.name"),
                "--tmpdir=" + temporary(),
                "--datadir=" + directory.resolve("data")));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()));
    }

    /** Not one that is shared: a server that starts deletes the temporary tables of whoever else is there. */
    private Path temporary() {
        return directory.resolve("tmp");
    }

    /** An empty database of its own. */
    String createDatabase() throws SQLException {
        String name = "test" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(url(""))) {
            connection.createStatement().execute("CREATE DATABASE " + name);
        }
        return url(name);
    }

    /** The server's time. */
    InstantSource clock() {
        JdbcClient client = JdbcClient.create(new DriverManagerDataSource(url("")));
        return () -> client.sql("SELECT UTC_TIMESTAMP(6)")
                .query(LocalDateTime.class)
                .single()
                .toInstant(ZoneOffset.UTC);
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("MariaDB did not start");
        }
        try (Connection connection = DriverManager.getConnection(url(""))) {
            return connection.isValid(1);
        } catch (SQLException ex) {
            return false;
        }
    }

    private String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        FileSystemUtils.deleteRecursively(directory);
    }
}
