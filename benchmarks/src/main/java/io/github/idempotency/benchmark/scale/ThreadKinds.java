package io.github.idempotency.benchmark.scale;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.idempotency.benchmark.report.Comparison;
import io.github.idempotency.benchmark.report.Rounds;
import io.github.idempotency.benchmark.scale.app.GuardedController;
import io.github.idempotency.test.redis.EmbeddedRedis;

/**
 * Virtual threads of a newer Java beside platform threads, of it and of this one.
 *
 * @param java the newer one's program
 */
record ThreadKinds(Size size, ClassPath all, String java, Load load) {

    private static final int CALLERS = 32;

    private static final Duration WARM_UP = Duration.ofSeconds(5);

    List<Comparison> compare() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.standalone().start();
                JavaProcess platform = start(JavaProcess.JAVA, false, redis);
                JavaProcess newer = start(java, false, redis);
                JavaProcess virtual = start(java, true, redis)) {
            Map<String, URI> servers = new LinkedHashMap<>();
            servers.put("platform threads, this Java", platform.address());
            servers.put("platform threads, newer Java", newer.address());
            servers.put("virtual threads, newer Java", virtual.address());
            for (URI server : servers.values()) {
                load.firsts(server.resolve(GuardedController.BARE), CALLERS, WARM_UP);
                load.firsts(server.resolve(GuardedController.GUARDED), CALLERS, WARM_UP);
                load.replays(server.resolve(GuardedController.GUARDED), CALLERS, WARM_UP);
            }
            return List.of(
                    comparison(
                            "not guarded",
                            servers,
                            server -> load.firsts(server.resolve(GuardedController.BARE), CALLERS, size.load())),
                    comparison("first", servers, server -> {
                        redis.call("FLUSHALL");
                        return load.firsts(server.resolve(GuardedController.GUARDED), CALLERS, size.load());
                    }),
                    comparison(
                            "replay",
                            servers,
                            server -> load.replays(server.resolve(GuardedController.GUARDED), CALLERS, size.load())));
        }
    }

    private JavaProcess start(String program, boolean virtual, EmbeddedRedis redis) throws Exception {
        return JavaProcess.start(
                program,
                all.of("web", "redis", "starter"),
                List.of(
                        "--spring.threads.virtual.enabled=" + virtual,
                        "--idempotency.ttl=60s",
                        "--idempotency.near-cache.max-size=0",
                        "--spring.data.redis.host=127.0.0.1",
                        "--spring.data.redis.port=" + redis.port()));
    }

    private interface Requests {

        double perSecond(URI server) throws Exception;
    }

    private Comparison comparison(String what, Map<String, URI> servers, Requests requests) throws Exception {
        Rounds rounds = new Rounds();
        servers.forEach((name, server) -> rounds.with(name, () -> requests.perSecond(server)));
        return new Comparison(
                "Requests a second by kind of thread, 1 KiB of JSON, 32 callers, " + what,
                "1/s",
                true,
                rounds.alternate(size.warmUps(), size.rounds()));
    }
}
