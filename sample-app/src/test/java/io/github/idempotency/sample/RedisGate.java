package io.github.idempotency.sample;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.store.redis.RedisIdempotencyStore;

/**
 * Stands between one process and Redis and passes everything on, until it is shut at a write of the process: from there on
 * nothing of what the process sends reaches Redis. The write itself is stored or not, and in neither case is the process told.
 */
final class RedisGate implements AutoCloseable {

    /** By the hashes of their scripts. Leases are no boundaries of a run: they are renewed when it is time for it. */
    private static final Map<String, String> VERBS =
            Stream.of("claim", "complete", "release").collect(Collectors.toMap(RedisGate::hash, Function.identity()));

    private static final Set<String> STORED = Set.of("ACQUIRED", "STORED");

    private final int redis;

    private final ServerSocket server;

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private final Map<String, String> scopes = new HashMap<>();

    private final List<String> writes = new CopyOnWriteArrayList<>();

    private int last;

    private boolean taken;

    private volatile boolean shut;

    /** @param redis its port on this machine */
    RedisGate(int redis) throws IOException {
        this.redis = redis;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /**
     * Forgets the writes that have come.
     *
     * @param write at which of those to come it is shut, from 1; 0 for none
     * @param taken whether Redis is still given that one
     */
    synchronized void shutAt(int write, boolean taken) {
        writes.clear();
        this.last = write;
        this.taken = taken;
    }

    /** What has come, in order: verbs of the store, and of which scope. */
    List<String> writes() {
        return writes;
    }

    boolean isShut() {
        return shut;
    }

    @Override
    public void close() {
        try (server) {
            open.forEach(RedisGate::close);
        } catch (IOException ex) {
            // Nobody comes any more, which is all that is wanted.
        }
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket process = server.accept();
            Socket store = new Socket(server.getInetAddress(), redis);
            open.add(process);
            open.add(store);
            start(() -> passCommands(process, store));
            start(() -> {
                try (process;
                        store) {
                    store.getInputStream().transferTo(process.getOutputStream());
                }
            });
        }
    }

    private void passCommands(Socket process, Socket store) throws IOException {
        InputStream in = new BufferedInputStream(process.getInputStream());
        for (RedisCommand sent = RedisCommand.read(in); sent != null; sent = RedisCommand.read(in)) {
            if (!passes(sent)) {
                // The process waits for an answer that does not come.
                return;
            }
            sent.write(store.getOutputStream());
        }
        close(store);
        close(process);
    }

    private synchronized boolean passes(RedisCommand sent) throws IOException {
        String write = shut ? null : write(sent);
        if (write != null) {
            writes.add(write);
            if (writes.size() == last) {
                if (taken) {
                    store(sent);
                }
                shut = true;
            }
        }
        return !shut;
    }

    private @Nullable String write(RedisCommand sent) {
        String verb = sent.word(0).equalsIgnoreCase("EVALSHA") ? VERBS.get(sent.word(1)) : null;
        if (verb == null) {
            return null;
        }
        String key = sent.word(3);
        if (verb.equals("claim")) {
            scopes.put(key, sent.word(8).replaceFirst("^shop/", ""));
        }
        return verb + " " + scopes.get(key);
    }

    /** On a connection of its own, whose answer the process does not get. */
    private void store(RedisCommand sent) throws IOException {
        try (Socket connection = new Socket(server.getInetAddress(), redis)) {
            sent.write(connection.getOutputStream());
            BufferedReader reply =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            // How many parts it has, how long the first is, and that.
            String verdict = reply.readLine() + " " + reply.readLine() + " " + reply.readLine();
            if (STORED.stream().noneMatch(verdict::endsWith)) {
                throw new IllegalStateException("Not stored: " + verdict);
            }
        }
    }

    private static String hash(String script) {
        try (InputStream source = RedisIdempotencyStore.class.getResourceAsStream(script + ".lua")) {
            byte[] bytes = Objects.requireNonNull(source).readAllBytes();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (IOException | GeneralSecurityException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void start(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException ex) {
                // One end is gone, and with it the connection.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ex) {
            // It is gone already.
        }
    }

    private interface Step {

        void run() throws IOException;
    }
}
