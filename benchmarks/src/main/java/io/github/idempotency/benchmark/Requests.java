package io.github.idempotency.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.idempotency.benchmark.Guard.Kind;
import io.github.idempotency.benchmark.Plan.Contender;
import io.github.idempotency.benchmark.report.Comparison;
import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Rounds.Round;

/** Requests a second of 32 callers that send and get 1 KiB of JSON. */
record Requests(Servers servers) {

    private static final int CALLERS = 32;

    /** As long as what wrk sends. */
    private static final String TEXT = "x".repeat(1_002);

    /** A peer may lose a race of its own; how often it does is counted elsewhere, and here only what it answers. */
    private static final double TOLERATED_OF_PEERS = 1;

    void compare(Plan plan, Findings findings) throws Exception {
        if (!Wrk.isInstalled()) {
            System.err.println("No throughput is measured: it takes wrk, which is a package of that name.");
            return;
        }
        for (Guard guard : Guard.values()) {
            answer(guard, UUID.randomUUID().toString());
        }
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new Contender(Guard.NOBODY.title, first(plan, Guard.NOBODY)));
        Guard.claiming().forEach(guard -> contenders.add(new Contender(guard.first(), first(plan, guard))));
        Guard.replaying().forEach(guard -> contenders.add(new Contender(guard.replay(), replay(plan, guard))));
        Comparison comparison = new Comparison("Requests a second", "1/s", true, plan.alternate(contenders));
        findings.comparisons().add(comparison);
        new Standing(comparison).judge(findings);
    }

    private Round first(Plan plan, Guard guard) {
        return () -> {
            servers.empty();
            return wrk(guard, "own")
                    .requestsPerSecond(CALLERS, plan.load(), UUID.randomUUID().toString());
        };
    }

    /** Retries of a call that has ended. */
    private Round replay(Plan plan, Guard guard) {
        return () -> {
            servers.empty();
            String key = UUID.randomUUID().toString();
            answer(guard, key);
            return wrk(guard, "same").requestsPerSecond(CALLERS, plan.load(), key);
        };
    }

    private void answer(Guard guard, String key) {
        int status = new OrderClient(servers.application().address())
                .order(guard, key, OrderClient.body(TEXT, 0))
                .statusCode();
        if (status != 200) {
            throw new IllegalStateException(guard.title + " answers " + status);
        }
    }

    private Wrk wrk(Guard guard, String keys) {
        return new Wrk(
                servers.application().address().resolve(guard.path),
                keys,
                guard.kind == Kind.PEER ? TOLERATED_OF_PEERS : 0);
    }
}
