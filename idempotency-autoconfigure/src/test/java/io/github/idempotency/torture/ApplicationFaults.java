package io.github.idempotency.torture;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Processes that crash, and processes that pause for longer than their leases. */
final class ApplicationFaults {

    private final List<ApplicationProcess> processes;

    ApplicationFaults(List<ApplicationProcess> processes) {
        this.processes = processes;
    }

    List<Fault> faults() {
        return List.of(
                new Fault("process kill -9", 2, this::kill),
                new Fault("process SIGSTOP past the lease", 3, this::pause));
    }

    /** All but one may be gone at a time, so that the clients go on. */
    private String kill(Random random) {
        List<ApplicationProcess> ready =
                processes.stream().filter(ApplicationProcess::isReady).toList();
        if (ready.size() < 2) {
            return "";
        }
        ApplicationProcess victim = ready.get(random.nextInt(ready.size()));
        victim.kill();
        victim.start();
        new Thread(victim::awaitReady, "restart of " + victim).start();
        return victim.toString();
    }

    private String pause(Random random) throws InterruptedException {
        ApplicationProcess victim = processes.get(random.nextInt(processes.size()));
        if (!victim.isReady()) {
            return "";
        }
        long lease = TortureRun.LEASE.toMillis();
        long millis = lease + lease / 10 + random.nextLong(lease);
        victim.pause();
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } finally {
            victim.resume();
        }
        return victim + " for " + millis + " ms";
    }
}
