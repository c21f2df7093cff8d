package io.github.idempotency.benchmark.scale;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.idempotency.test.redis.EmbeddedRedis;
import io.github.idempotency.test.redis.RedisNode;

/**
 * What a server says of itself, or all of them together.
 *
 * @param memory bytes in use
 * @param scripts how many it was sent; what they call is not sent
 * @param messages how many it was sent to publish, by scripts or by clients, and how many it was asked to tell
 * @param cpuSeconds that it has worked
 */
record ServerCounts(long memory, long scripts, long messages, double cpuSeconds) {

    private static final Pattern MEMORY = Pattern.compile("\nused_memory:(\\d+)");

    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)");

    private static final Pattern MESSAGES = Pattern.compile("cmdstat_(?:p?subscribe|publish):calls=(\\d+)");

    private static final Pattern CPU = Pattern.compile("\nused_cpu_(?:sys|user):([0-9.]+)");

    static ServerCounts of(EmbeddedRedis redis) {
        ServerCounts sum = new ServerCounts(0, 0, 0, 0);
        for (RedisNode node : redis.nodes()) {
            sum = sum.plus(new ServerCounts(
                    (long) sum(node, "memory", MEMORY),
                    (long) sum(node, "commandstats", SCRIPTS),
                    (long) sum(node, "commandstats", MESSAGES),
                    sum(node, "cpu", CPU)));
        }
        return sum;
    }

    private static double sum(RedisNode node, String section, Pattern pattern) {
        return pattern.matcher(String.valueOf(node.call("INFO", section)))
                .results()
                .map(MatchResult::group)
                .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*[:=]", "")))
                .sum();
    }

    private ServerCounts plus(ServerCounts other) {
        return new ServerCounts(
                memory + other.memory,
                scripts + other.scripts,
                messages + other.messages,
                cpuSeconds + other.cpuSeconds);
    }

    ServerCounts since(ServerCounts before) {
        return new ServerCounts(
                memory - before.memory,
                scripts - before.scripts,
                messages - before.messages,
                cpuSeconds - before.cpuSeconds);
    }
}
