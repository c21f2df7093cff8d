package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

import io.github.idempotency.aop.RecoverableScopes;
import io.github.idempotency.execution.IdempotencyRecovery;
import io.github.idempotency.observation.IntentReport;

/**
 * Reports and recovers executions without outcome on threads of its own, so that the start waits for neither: one for
 * the report, and one for each store's recovery, so that none waits for a store that hangs. Stops before the calls in
 * flight are waited for.
 */
final class IntentWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IntentWatch.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final @Nullable Supplier<IntentReport> reports;

    private final @Nullable Supplier<Map<String, IdempotencyRecovery>> recoveries;

    private final RecoverableScopes scopes;

    private final Duration interval;

    private @Nullable ScheduledThreadPoolExecutor scheduler;

    private Map<String, IdempotencyRecovery> begun = Map.of();

    /**
     * @param reports null for none
     * @param recoveries by the name of their store; null for none
     * @param interval from the end of one recovery to the next
     */
    IntentWatch(
            @Nullable Supplier<IntentReport> reports,
            @Nullable Supplier<Map<String, IdempotencyRecovery>> recoveries,
            RecoverableScopes scopes,
            Duration interval) {
        this.reports = reports;
        this.recoveries = recoveries;
        this.scopes = scopes;
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        if (scheduler != null || reports == null && recoveries == null) {
            return;
        }
        Map<String, IdempotencyRecovery> all = recoveries == null ? Map.of() : recoveries.get();
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1 + all.size(), work -> {
            Thread thread = new Thread(work, "idempotency-intents");
            thread.setDaemon(true);
            return thread;
        });
        started.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        scheduler = started;
        begun = all;
        if (reports != null) {
            IntentReport report = reports.get();
            started.execute(() -> {
                report.run();
                // A process that died just before this one started has left leases that are not over yet.
                started.schedule(report::run, scopes.longestLease().toMillis() + 1, TimeUnit.MILLISECONDS);
            });
        }
        if (!all.isEmpty()) {
            log.info(
                    "Executions without outcome are recovered in the background, of the scopes {} in {}",
                    scopes.names(),
                    all.keySet());
            all.values()
                    .forEach(recovery -> started.scheduleWithFixedDelay(
                            () -> recover(recovery), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private static void recover(IdempotencyRecovery recovery) {
        try {
            recovery.run();
        } catch (RuntimeException | Error ex) {
            log.warn("Executions without outcome could not be recovered; the next turn tries again", ex);
        }
    }

    /** The executions that recovery is at may end. */
    @Override
    public synchronized void stop() {
        if (scheduler == null) {
            return;
        }
        begun.values().forEach(IdempotencyRecovery::stop);
        scheduler.shutdown();
        try {
            if (!scheduler.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("What is done about executions without outcome did not end in time and is broken off");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            scheduler.shutdownNow();
            scheduler = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }
}
