package io.github.idempotency.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Makes {@code sample.data-dir} before anything opens a file in it: SQLite creates files, but no directories. */
class DataDirectoryInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String SQLITE_LIBRARY_DIR = "org.sqlite.tmpdir";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Path libraries = Path.of(context.getEnvironment().getRequiredProperty("sample.data-dir"), "sqlite");
        try {
            Files.createDirectories(libraries);
        } catch (IOException ex) {
            throw new UncheckedIOException("No directory for the sample's data", ex);
        }
        // A killed process leaves the unpacked native library behind; here the next start clears it away.
        if (System.getProperty(SQLITE_LIBRARY_DIR) == null) {
            System.setProperty(SQLITE_LIBRARY_DIR, libraries.toAbsolutePath().toString());
        }
    }
}
