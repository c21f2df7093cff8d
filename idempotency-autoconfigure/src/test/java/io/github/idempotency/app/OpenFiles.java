package io.github.idempotency.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that this process has open, where the system lists them. */
public final class OpenFiles {

    private static final Path LIST = Path.of("/proc/self/fd");

    private OpenFiles() {}

    public static boolean areListed() {
        return Files.isDirectory(LIST);
    }

    public static List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> open = Files.list(LIST)) {
            for (Path file : open.toList()) {
                try {
                    names.add(Files.readSymbolicLink(file).toString());
                } catch (IOException ex) {
                    // It has been closed since.
                }
            }
        }
        return names;
    }
}
