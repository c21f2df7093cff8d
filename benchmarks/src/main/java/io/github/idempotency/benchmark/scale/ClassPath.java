package io.github.idempotency.benchmark.scale;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.core.io.ClassPathResource;
import org.springframework.util.FileSystemUtils;

/**
 * Class paths for other processes. The packaged jar has its libraries within it, where only its own launcher finds them, so
 * it is unpacked by its own tools first.
 *
 * @param entries files and directories
 */
public record ClassPath(List<Path> entries) {

    private static final String TESTS = "test-classes";

    /** This module. */
    private static final String OWN = "benchmarks";

    /** All that this process has. */
    public static ClassPath own() throws IOException {
        String own = System.getProperty("java.class.path");
        if (!own.endsWith(".jar") || own.contains(File.pathSeparator)) {
            return new ClassPath(Arrays.stream(own.split(File.pathSeparator))
                    .map(Path::of)
                    .filter(entry -> !entry.endsWith(TESTS))
                    .toList());
        }
        Path directory = Files.createTempDirectory("unpacked");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(directory.toFile())));
        return unpacked(own, directory);
    }

    /** As its launcher finds them: the jar that is unpacked otherwise names every library itself, wanted or not. */
    static ClassPath unpacked(String jar, Path directory) throws IOException {
        Path unpacked = directory.resolve(OWN);
        Process tools = new ProcessBuilder(
                        JavaProcess.JAVA,
                        "-Djarmode=tools",
                        "-jar",
                        jar,
                        "extract",
                        "--launcher",
                        "--force",
                        "--destination",
                        unpacked.toString())
                .inheritIO()
                .start();
        tools.onExit().join();
        Path classes = unpacked.resolve("BOOT-INF/classes");
        // They say what is wrong, but not by their exit value.
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(jar + " could not be unpacked");
        }
        try (Stream<Path> jars = Files.list(unpacked.resolve("BOOT-INF/lib"))) {
            return new ClassPath(Stream.concat(Stream.of(classes), jars).toList());
        }
    }

    /** Only what belongs to these parts of an application; each is a file with names of libraries. */
    ClassPath of(String... parts) throws IOException {
        Set<String> names = new TreeSet<>(Set.of(OWN));
        for (String part : parts) {
            names.addAll(new ClassPathResource("class-path/" + part)
                    .getContentAsString(StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
        return new ClassPath(
                entries.stream().filter(entry -> names.contains(library(entry))).toList());
    }

    /** A module's name, or a library's without its version. */
    private static String library(Path entry) {
        String name = entry.getFileName().toString();
        return name.equals("classes")
                ? entry.getName(entry.getNameCount() - 3).toString()
                : name.replaceAll("(-\\d.*)?\\.jar$", "");
    }

    /** As the option of a Java command has it. */
    @Override
    public String toString() {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
