package io.github.idempotency.benchmark.scale;

import java.util.List;
import java.util.stream.IntStream;

import io.github.idempotency.benchmark.report.Comparison;
import io.github.idempotency.benchmark.report.Findings;
import io.github.idempotency.benchmark.report.Goal;
import io.github.idempotency.benchmark.report.Rounds;
import io.github.idempotency.benchmark.report.Spread;
import io.github.idempotency.test.redis.EmbeddedRedis;

/**
 * How long the same application takes to start: with the starter, without its jars, and without the Redis client that it
 * brings either.
 */
record StartUp(Size size, ClassPath all) {

    void compare(Findings findings) throws Exception {
        ClassPath web = all.of("web");
        ClassPath redis = all.of("web", "redis");
        ClassPath starter = all.of("web", "redis", "starter");
        try (EmbeddedRedis server = EmbeddedRedis.standalone().start()) {
            Comparison comparison = new Comparison(
                    "Start-up, from the process to the first request that it could take",
                    "ms",
                    false,
                    new Rounds()
                            .with("an application with Spring MVC and Redis", () -> start(redis, server))
                            .with("the same with the starter", () -> start(starter, server))
                            .with("the same without starter and Redis", () -> start(web, server))
                            .alternate(size.warmUps(), size.manyRounds()));
            findings.comparisons().add(comparison);
            List<Double> without = comparison.contenders().get(0).byRound();
            List<Double> with = comparison.contenders().get(1).byRound();
            findings.goals()
                    .add(Goal.atMost(
                            "start-up that the starter adds, ms",
                            150,
                            Spread.of(IntStream.range(0, without.size())
                                    .mapToObj(round -> with.get(round) - without.get(round))
                                    .toList())));
        }
    }

    private static double start(ClassPath classPath, EmbeddedRedis redis) throws Exception {
        try (JavaProcess application = JavaProcess.start(
                JavaProcess.JAVA,
                classPath,
                List.of("--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redis.port()))) {
            return application.startUp().toNanos() / 1e6;
        }
    }
}
