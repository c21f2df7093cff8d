package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Counter;
import io.github.idempotency.store.CounterFlush;
import io.github.idempotency.store.CounterHistory;
import io.github.idempotency.store.CounterMinute;

/**
 * The counters of one application: a hash of sums, one of each minute and a sequence of each node, all in one slot. A
 * flush is one round trip, and one more at the turn of a minute, because a script is told the names of its keys. A look
 * at the sums is one, at the minutes of an hour one each: no command keeps the server long.
 */
final class RedisCounters implements ClusterCounters {

    private static final int MINUTE = 60;

    private static final RedisScript ADD = new RedisScript("counters-add.lua", ReturnType.INTEGER);

    private final RedisConnectionFactory connections;

    private final RedisKeys keys;

    private final String application;

    /** What the server has said last. */
    private volatile long minute;

    RedisCounters(RedisConnectionFactory connections, RedisKeys keys, String application) {
        this.connections = connections;
        this.keys = keys;
        this.application = application;
    }

    @Override
    public void add(CounterFlush flush) {
        long assumed;
        long told;
        do {
            assumed = minute;
            told = ADD.<Long>run(3, connections, arguments(flush, assumed));
            minute = told;
        } while (told != assumed);
    }

    private byte[][] arguments(CounterFlush flush, long assumed) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(keys.counters(application));
        arguments.add(keys.countersOfMinute(application, assumed));
        arguments.add(keys.countersOfNode(application, flush.node()));
        arguments.add(RedisScript.decimal(assumed));
        arguments.add(RedisScript.decimal(flush.sequence()));
        arguments.add(RedisScript.decimal(NODE_LIFE.toMillis()));
        arguments.add(RedisScript.decimal(SUM_LIFE.toMillis()));
        arguments.add(RedisScript.decimal(MINUTE_LIFE.toMillis()));
        arguments.add(RedisScript.decimal(MOST));
        arguments.add(OTHERS.getBytes(StandardCharsets.UTF_8));
        flush.added().forEach((counter, amount) -> {
            arguments.add(field(counter));
            arguments.add(RedisScript.decimal(amount));
        });
        return arguments.toArray(byte[][]::new);
    }

    @Override
    public Map<Counter, Long> totals() {
        try (RedisConnection connection = connections.getConnection()) {
            return read(connection, keys.counters(application));
        }
    }

    @Override
    public CounterHistory lastHour() {
        try (RedisConnection connection = connections.getConnection()) {
            Instant now = now(connection);
            long last = now.getEpochSecond() / MINUTE;
            List<CounterMinute> minutes = new ArrayList<>();
            for (long one = last - MINUTE; one <= last; one++) {
                Map<Counter, Long> added = read(connection, keys.countersOfMinute(application, one));
                if (!added.isEmpty()) {
                    minutes.add(new CounterMinute(Instant.ofEpochSecond(one * MINUTE), added));
                }
            }
            return new CounterHistory(minutes, now);
        }
    }

    private static Instant now(RedisConnection connection) {
        return Instant.ofEpochMilli(
                Objects.requireNonNull(connection.serverCommands().time(TimeUnit.MILLISECONDS)));
    }

    private static Map<Counter, Long> read(RedisConnection connection, byte[] key) {
        Map<byte[], byte[]> fields = connection.hashCommands().hGetAll(key);
        Map<Counter, Long> amounts = new HashMap<>();
        if (fields != null) {
            fields.forEach((field, amount) ->
                    amounts.put(counter(field), Long.valueOf(new String(amount, StandardCharsets.US_ASCII))));
        }
        return amounts;
    }

    private static byte[] field(Counter counter) {
        return (counter.layer() + '\0' + counter.name() + '\0' + counter.scope()).getBytes(StandardCharsets.UTF_8);
    }

    private static Counter counter(byte[] field) {
        String[] parts = new String(field, StandardCharsets.UTF_8).split("\0", 3);
        return new Counter(parts[2], parts[0], parts[1]);
    }
}
