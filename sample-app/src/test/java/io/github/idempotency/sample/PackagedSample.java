package io.github.idempotency.sample;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar that was built, unpacked by itself and with an archive of its classes, as Spring Boot advises for production. It
 * starts in half the time, and tests start it some forty times. Made once a build, by whichever process of the tests is first.
 */
final class PackagedSample {

    private static final Path JAR = Path.of(System.getProperty("sample.jar"));

    /** Of this very jar: every build gives it the same date. */
    private static final Path DIRECTORY = JAR.resolveSibling("unpacked").resolve(checksum());

    private static final Path UNPACKED = DIRECTORY.resolve(JAR.getFileName());

    private static final Path CLASSES = DIRECTORY.resolve("classes.jsa");

    private PackagedSample() {}

    /** What starts it, but for its arguments. A lock on a file is for one thread of a process. */
    static synchronized List<String> command() throws IOException {
        Files.createDirectories(DIRECTORY);
        try (FileChannel channel = FileChannel.open(
                        DIRECTORY.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = channel.lock()) {
            if (!Files.exists(CLASSES)) {
                run(
                        "-Djarmode=tools",
                        "-jar",
                        JAR.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        DIRECTORY.toString());
                run(
                        "-XX:ArchiveClassesAtExit=" + CLASSES,
                        "-Dspring.context.exit=onRefresh",
                        "-jar",
                        UNPACKED.toString(),
                        "--server.port=0");
            }
        }
        return List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:SharedArchiveFile=" + CLASSES,
                "-Xlog:disable",
                "-jar",
                UNPACKED.toString());
    }

    /** What starts it with some classes in place of its own; without the class archive, which is of its class path. */
    static List<String> commandWith(Path classes) throws IOException {
        command();
        return List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes + File.pathSeparator + UNPACKED,
                ShopApplication.class.getName());
    }

    private static String checksum() {
        CRC32C checksum = new CRC32C();
        try (FileChannel jar = FileChannel.open(JAR)) {
            checksum.update(jar.map(FileChannel.MapMode.READ_ONLY, 0, jar.size()));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return Long.toHexString(checksum.getValue());
    }

    private static void run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(List.of(arguments));
        Path log = DIRECTORY.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(DIRECTORY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        assertThat(process.onExit().join().exitValue()).as(() -> "see " + log).isZero();
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }
}
