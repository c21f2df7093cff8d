package io.github.idempotency.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;

/** The processes of one store under load and faults for a while, then a time of quiet in which every key is asked again. */
final class TortureRun implements AutoCloseable {

    /** Short, so that a pause or an outage can outlast it. */
    static final Duration LEASE = Duration.ofSeconds(1);

    private static final int CLIENTS = 32;

    private final StoreTopology topology;

    private final Path directory;

    private final long seed;

    private final History history;

    private final List<ApplicationProcess> processes;

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);

    TortureRun(StoreTopology topology, int count, Path directory, long seed, Defect defect) {
        this.topology = topology;
        this.directory = emptied(directory);
        this.seed = seed;
        this.history = new History(directory);
        this.processes = IntStream.range(0, count)
                .mapToObj(number -> new ApplicationProcess(
                                "process" + number,
                                directory,
                                ApplicationCommand.of(defect, directory, topology.properties(number), topology.works()),
                                history)
                        .start())
                .toList();
        processes.forEach(ApplicationProcess::awaitReady);
    }

    private static Path emptied(Path directory) {
        try {
            Files.createDirectories(directory);
            try (var files = Files.list(directory)) {
                files.filter(Files::isRegularFile).forEach(file -> file.toFile().delete());
            }
            return directory;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    List<ApplicationProcess> processes() {
        return processes;
    }

    RetryingClient client(long number) {
        return new RetryingClient(processes, history, new Random(seed + number));
    }

    /** Load and faults for as long as said, then quiet. */
    TortureResult torture(Duration duration) throws Exception {
        List<Fault> faults = new ArrayList<>(new ApplicationFaults(processes).faults());
        faults.addAll(topology.faults());
        FaultInjector injector = new FaultInjector(faults, new Random(seed), history);
        Future<?> injecting = threads.submit(injector);
        long end = System.nanoTime() + duration.toNanos();
        KeyWindow keys = new KeyWindow(topology.works());
        everyClient(number -> {
            RetryingClient client = client(number);
            Random random = new Random(seed - number);
            while (System.nanoTime() < end && !injecting.isDone()) {
                client.ask(keys.next(random));
            }
        });
        injector.stop();
        injecting.get();
        Awaitility.await("All processes")
                .atMost(ApplicationProcess.PATIENCE)
                .until(() -> processes.stream().allMatch(ApplicationProcess::isReady));
        ConcurrentLinkedQueue<TortureKey> asked = new ConcurrentLinkedQueue<>(keys.all());
        everyClient(number -> {
            RetryingClient client = client(CLIENTS + number);
            for (TortureKey key = asked.poll(); key != null; key = asked.poll()) {
                client.settle(key);
            }
        });
        List<HistoryEntry> all = everything();
        return TortureResult.of(all, injector.injected(), new HistoryChecker(LEASE).check(all));
    }

    private void everyClient(ClientAction action) throws Exception {
        List<Callable<Void>> clients = new ArrayList<>();
        for (int number = 1; number <= CLIENTS; number++) {
            int client = number;
            clients.add(() -> {
                action.run(client);
                return null;
            });
        }
        for (Future<Void> client : threads.invokeAll(clients)) {
            client.get();
        }
    }

    /** What the checker says of everything so far. */
    Findings findings() {
        return new HistoryChecker(LEASE).check(everything());
    }

    private List<HistoryEntry> everything() {
        List<HistoryEntry> written = new ArrayList<>(ApplicationProcess.journals(directory));
        written.addAll(topology.committed());
        return history.with(written);
    }

    @Override
    public void close() throws Exception {
        threads.shutdownNow();
        processes.forEach(ApplicationProcess::close);
        history.close();
        topology.close();
    }

    private interface ClientAction {

        void run(int client) throws Exception;
    }
}
