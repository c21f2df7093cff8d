package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.core.StringRedisTemplate;

import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/** What counters take of a server, and for how long. */
class RedisCountersITests {

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    private static final RedisKeys KEYS = new RedisKeys("idempotency:");

    private ClusterCounters counters;

    private StringRedisTemplate template;

    @BeforeEach
    void empty() {
        redis.call("FLUSHALL");
        counters = new RedisCounters(connections.factory(), KEYS, "shop");
        template = new StringRedisTemplate(connections.factory());
    }

    private static Map<Counter, Long> scopes(int number) {
        Map<Counter, Long> added = new HashMap<>();
        for (int i = 0; i < number; i++) {
            for (String outcome : new String[] {"executed", "completed", "replayed", "in-progress"}) {
                added.put(new Counter("com.example.orders.OrderController.place" + i, "http", outcome), 1_000L);
            }
        }
        return added;
    }

    @Test
    void everythingExpires() {
        counters.add(new CounterFlush("one", 1, scopes(1)));

        assertThat(template.keys("*"))
                .hasSize(3)
                .allSatisfy(key -> assertThat(template.getExpire(key)).isPositive());
        assertThat(template.getExpire(new String(KEYS.countersOfNode("shop", "one"), StandardCharsets.UTF_8)))
                .isLessThanOrEqualTo(ClusterCounters.NODE_LIFE.toSeconds());
        assertThat(template.keys("*:minute:*"))
                .singleElement()
                .satisfies(key -> assertThat(template.getExpire(key))
                        .isLessThanOrEqualTo(ClusterCounters.MINUTE_LIFE.toSeconds()));
    }

    /** Another node, of whose flush the script is told the minute before: what it adds is in the right one. */
    @Test
    void aMinuteIsTheServersAndNotTheNodes() {
        counters.add(new CounterFlush("one", 1, scopes(1)));
        new RedisCounters(connections.factory(), KEYS, "shop").add(new CounterFlush("two", 1, scopes(1)));

        assertThat(template.keys("*:minute:0")).isEmpty();
        assertThat(counters.lastHour().minutes().stream()
                        .mapToLong(minute -> minute.added().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .sum())
                .isEqualTo(8_000);
    }

    /** The figures of docs/operations.md. */
    @Test
    void aHundredScopesOfFourOutcomesTakeLessThanSixtyKibibytesAMinute() {
        counters.add(new CounterFlush("one", 1, scopes(100)));

        assertThat(template.keys("*"))
                .allSatisfy(key -> assertThat((Long) redis.call("MEMORY", "USAGE", key))
                        .as(key)
                        .isLessThan(60 * 1024));
    }
}
