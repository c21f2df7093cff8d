package io.github.idempotency.benchmark.scale;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.benchmark.report.Sheet;
import io.github.idempotency.benchmark.report.Spread;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;
import io.github.idempotency.test.redis.EmbeddedRedis;

/** What many calls cost that have begun and not ended, while their leases are renewed. */
record InFlightCalls(Size size) {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    void measure(Findings findings) throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.standalone().start();
                Engine engine = Engine.on(redis)) {
            begin(engine, "before").complete(new Result(Outcome.SUCCEEDED, new byte[0]));
            long heapBefore = heap();
            List<Execution> executions = new ArrayList<>(size.inFlight());
            for (int call = 0; call < size.inFlight(); call++) {
                executions.add(begin(engine, "call-" + call));
            }
            long heap = heap() - heapBefore;
            ServerCounts before = ServerCounts.of(redis);
            long cpuBefore = PROCESS.getProcessCpuTime();
            long begun = System.nanoTime();
            Thread.sleep(size.watched().toMillis());
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cpu = (PROCESS.getProcessCpuTime() - cpuBefore) / 1e9;
            ServerCounts renewals = ServerCounts.of(redis).since(before);
            long kept = executions.stream().filter(InFlightCalls::completes).count();
            findings.goals()
                    .add(Goal.atMost(
                            "heap of a call in flight, bytes",
                            4_096,
                            Spread.of(List.of((double) heap / size.inFlight()))));
            findings.goals().add(Goal.none("calls in flight that lost their claim", size.inFlight() - kept));
            findings.sheets()
                    .add(new Sheet(
                            "%,d calls in flight".formatted(size.inFlight()),
                            "Begun and not ended, each with a lease of %s, watched for %s. Processor time is that of one core; heap is"
                                            .formatted(size.lease(), size.watched())
                                    + " what is left after a collection, without threads and bodies.",
                            List.of("", "measured"),
                            List.of(
                                    List.of(
                                            "commands a second, all of them renewals",
                                            "%,.0f".formatted(renewals.scripts() / seconds)),
                                    List.of(
                                            "expected of the lease",
                                            "%,.0f"
                                                    .formatted(3e3
                                                            * size.inFlight()
                                                            / size.lease().toMillis())),
                                    List.of("processor, this process", "%.0f %%".formatted(100 * cpu / seconds)),
                                    List.of(
                                            "processor, Redis",
                                            "%.0f %%".formatted(100 * renewals.cpuSeconds() / seconds)),
                                    List.of("heap of a call, bytes", "%,d".formatted(heap / size.inFlight())),
                                    List.of("calls that kept their claim", "%,d".formatted(kept)))));
        }
    }

    private Execution begin(Engine engine, String key) {
        return (Execution)
                engine.executor().begin(Engine.operation(key).with(IdempotencyPolicy.DEFAULT.withLease(size.lease())));
    }

    private static boolean completes(Execution execution) {
        return execution.complete(new Result(Outcome.SUCCEEDED, new byte[0])).isEmpty()
                && execution.expiresAt().isPresent();
    }

    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
