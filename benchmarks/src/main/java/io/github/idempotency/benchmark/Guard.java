package io.github.idempotency.benchmark;

import java.util.Arrays;
import java.util.List;

import io.github.idempotency.benchmark.server.HandWrittenFilter;
import io.github.idempotency.benchmark.server.OrderController;
import io.github.idempotency.benchmark.server.peer.CacheableController;
import io.github.idempotency.benchmark.server.peer.CamelController;
import io.github.idempotency.benchmark.server.peer.JdempotentController;
import io.github.idempotency.benchmark.server.peer.PigController;
import io.github.idempotency.benchmark.server.peer.PowertoolsController;
import io.github.idempotency.benchmark.server.peer.ShedLockController;

/** Who stands before the same handler. */
enum Guard {
    NOBODY("not guarded", OrderController.BARE, Kind.LIMIT, false),
    FILTER("hand-written filter", HandWrittenFilter.PATH, Kind.LIMIT, true),
    REDIS("this project, Redis", OrderController.GUARDED, Kind.OURS, true),
    NEAR("this project, near cache", OrderController.GUARDED_WITH_COPIES, Kind.OURS, true),
    DATABASE("this project, PostgreSQL", OrderController.GUARDED_BY_DATABASE, Kind.OURS, true),
    BOTH("this project, redis+jdbc", OrderController.GUARDED_BY_BOTH, Kind.OURS, true),
    CACHEABLE("Spring @Cacheable, Redis", CacheableController.PATH, Kind.PEER, true),
    JDEMPOTENT("Jdempotent 1.1.0", JdempotentController.PATH, Kind.PEER, true),
    POWERTOOLS("Powertools 1.15.0", PowertoolsController.PATH, Kind.PEER, true),
    PIG("pig4cloud 0.4.0 (no replay)", PigController.PATH, Kind.PEER, false),
    CAMEL("Camel Redis 4.17.0 (no replay)", CamelController.PATH, Kind.PEER, false),
    SHEDLOCK("ShedLock 7.10.1 (no replay)", ShedLockController.PATH, Kind.PEER, false);

    final String title;

    final String path;

    final Kind kind;

    /** Whether a retry gets the first answer; otherwise it is refused. */
    final boolean replays;

    Guard(String title, String path, Kind kind, boolean replays) {
        this.title = title;
        this.path = path;
        this.kind = kind;
        this.replays = replays;
    }

    static List<Guard> replaying() {
        return Arrays.stream(values()).filter(guard -> guard.replays).toList();
    }

    /** A first execution is the same with copies and without. */
    static List<Guard> claiming() {
        return Arrays.stream(values())
                .filter(guard -> guard != NOBODY && guard != NEAR)
                .toList();
    }

    String first() {
        return "first, " + title;
    }

    String replay() {
        return "replay, " + title;
    }

    /** What a guard is measured for. */
    enum Kind {
        LIMIT,
        OURS,
        PEER
    }
}
