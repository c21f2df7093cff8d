package io.github.idempotency.sample.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one Redis of a directory, used by every process that was started there. A redis-server outlives a killed parent
 * and goes on holding the append-only file, so a second server on that file must never be started:
 *
 * <ol>
 *   <li>whoever starts or stops it locks byte 0 of the lock file meanwhile;
 *   <li>whoever uses it shares a lock on byte 1, which the operating system takes back even after {@code kill -9};
 *   <li>whoever comes first starts it, or takes over the one that a killed process left;
 *   <li>whoever leaves last stops it.
 * </ol>
 */
final class LocalRedis implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(LocalRedis.class);

    private final FileChannel lockFile;

    private final FileLock use;

    private final int port;

    private LocalRedis(FileChannel lockFile, FileLock use, int port) {
        this.lockFile = lockFile;
        this.use = use;
        this.port = port;
    }

    static LocalRedis open(Path directory) {
        try {
            Path home = Files.createDirectories(directory).toRealPath();
            FileChannel lockFile = FileChannel.open(
                    home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try (FileLock starting = lockFile.lock(0, 1, false)) {
                int port = new RedisLauncher(home).findOrStart();
                return new LocalRedis(lockFile, lockFile.lock(1, 1, true), port);
            }
        } catch (IOException ex) {
            throw new UncheckedIOException("No Redis in " + directory, ex);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        try (lockFile;
                FileLock stopping = lockFile.lock(0, 1, false)) {
            use.release();
            if (lockFile.tryLock(1, 1, false) != null) {
                stop();
            }
        } catch (IOException ex) {
            logger.warn("Redis on port {} could not be stopped; the next start takes it over", port, ex);
        }
    }

    private void stop() throws IOException {
        try (RedisSocket redis = new RedisSocket(port)) {
            redis.shutdown();
            logger.info("Stopped Redis on port {}", port);
        }
    }
}
