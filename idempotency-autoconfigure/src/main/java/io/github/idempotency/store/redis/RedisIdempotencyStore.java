package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

import io.github.idempotency.store.AwaitableIdempotencyStore;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.DiagnosableIdempotencyStore;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RecoverableIdempotencyStore;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;

/**
 * One Redis key per record, one script per verb, one round trip each; the server's clock. A result that expires before its
 * record has a key of its own, and costs each look at it a round trip more. Works on 6.2 and later,
 * standalone, Sentinel and Cluster. What survives a crash or a failover is what the server was configured to keep.
 * Thread-safe; how long a command may take is the connection's business.
 */
public final class RedisIdempotencyStore
        implements RenewableIdempotencyStore,
                RecoverableIdempotencyStore,
                AwaitableIdempotencyStore,
                DiagnosableIdempotencyStore,
                AutoCloseable {

    private static final byte[] NOTHING = {};

    /** The remaining life of a key that is not there; an empty value has one, or none. */
    private static final long NO_KEY = -2;

    private final RedisScript claim = new RedisScript("claim.lua", ReturnType.MULTI);

    private final RedisScript complete = new RedisScript("complete.lua", ReturnType.MULTI);

    private final RedisScript release = new RedisScript("release.lua", ReturnType.INTEGER);

    private final RedisScript renew = new RedisScript("renew.lua", ReturnType.INTEGER);

    private final RedisScript find = new RedisScript("find.lua", ReturnType.MULTI);

    private final RedisScript delete = new RedisScript("delete.lua", ReturnType.INTEGER);

    private final RedisScript replays = new RedisScript("replays.lua", ReturnType.INTEGER);

    private final RedisConnectionFactory connections;

    private final EndingsChannel endings;

    private final IntentScan intents;

    private final ResultsApart results;

    private final String keyPrefix;

    /**
     * @param connections with a command time-out well below the shortest lease
     * @param keyPrefix what every key begins with, for example {@code idempotency:}
     * @throws IllegalArgumentException if the prefix has a brace that is no part of a hash tag
     */
    public RedisIdempotencyStore(RedisConnectionFactory connections, String keyPrefix) {
        this.connections = connections;
        this.keyPrefix = keyPrefix;
        this.results = new ResultsApart(connections, keyPrefix);
        this.intents = new IntentScan(connections, keyPrefix);
        this.endings = new EndingsChannel(connections, keyPrefix + "endings");
    }

    @Override
    public Claim claim(ClaimRequest request) {
        Reply reply = new Reply(claim.run(
                connections,
                redisKey(request.key()),
                request.fingerprint().toBytes(),
                RedisScript.decimal(request.lease().toMillis()),
                RedisScript.decimal(request.retention().toMillis()),
                RedisScript.decimal(RecordFormat.flags(request.effect())),
                request.scope().getBytes(StandardCharsets.UTF_8),
                request.reconciledToken() == 0 ? NOTHING : RecordFormat.token(request.reconciledToken()),
                RedisScript.decimal(request.awaited() ? 1 : 0)));
        IdempotencyRecord record = record(request.key(), reply);
        return switch (reply.verdict()) {
            case "ACQUIRED" ->
                new Claim.Acquired(record.token(), record.attempt(), reply.number() == 1, record.startedAt());
            case "COMPLETED" -> new Claim.Completed(record);
            case "IN_PROGRESS" -> new Claim.InProgress(record, reply.now());
            case "MISMATCH" -> new Claim.Mismatch(record);
            default -> new Claim.Unknown(record);
        };
    }

    @Override
    public Completion complete(StoreKey key, long token, Result result, Duration retention) {
        Reply reply = new Reply(completed(key, token, result, retention));
        if (reply.verdict().equals("STORED")) {
            return new Completion.Stored(reply.now().plus(retention));
        }
        return new Completion.Lost(reply.absent() ? null : record(key, reply));
    }

    private List<Object> completed(StoreKey key, long token, Result result, Duration retention) {
        Duration shorter = result.retentionWithin(retention);
        byte[] record = redisKey(key);
        byte[] owner = RecordFormat.token(token);
        byte[] outcome = RedisScript.decimal(RecordFormat.outcome(result.outcome()));
        byte[] life = RedisScript.decimal(retention.toMillis());
        byte[] bytes = result.bytes() == null ? NOTHING : result.bytes();
        if (shorter == null) {
            byte[] flags = RedisScript.decimal(RecordFormat.flags(result));
            return complete.run(connections, record, owner, outcome, flags, life, bytes, endings.name());
        }
        byte[] flags = RedisScript.decimal(RecordFormat.flagsOfResultApart());
        byte[] resultLife = RedisScript.decimal(shorter.toMillis());
        return complete.runOnTwo(
                connections,
                record,
                results.redisKey(key),
                owner,
                outcome,
                flags,
                life,
                bytes,
                endings.name(),
                resultLife);
    }

    @Override
    public boolean release(StoreKey key, long token) {
        return settle(key, token, RecordState.RELEASED);
    }

    @Override
    public boolean markUnknown(StoreKey key, long token) {
        return settle(key, token, RecordState.UNKNOWN);
    }

    private boolean settle(StoreKey key, long token, RecordState next) {
        byte[] state = RedisScript.decimal(RecordFormat.state(next));
        return changed(release.run(connections, redisKey(key), RecordFormat.token(token), state, endings.name()));
    }

    @Override
    public boolean renew(StoreKey key, long token, Duration lease) {
        byte[] millis = RedisScript.decimal(lease.toMillis());
        return changed(renew.run(connections, redisKey(key), RecordFormat.token(token), millis));
    }

    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        Reply reply = new Reply(find.run(connections, redisKey(key)));
        return reply.absent() ? Optional.empty() : Optional.of(record(key, reply));
    }

    @Override
    public boolean delete(StoreKey key) {
        return changed(delete.runOnTwo(connections, redisKey(key), results.redisKey(key)));
    }

    /**
     * A walk over the keys of every master, because no index is kept: read once in a while, not on the way of a call.
     * What moves to another master while a walk goes on may be told by the next one only.
     */
    @Override
    public IntentPage intents(@Nullable String after, int limit) {
        return intents.page(after, limit);
    }

    @Override
    public void subscribe(Subscriber subscriber) {
        endings.subscribe(subscriber);
    }

    @Override
    public void countReplays(StoreKey key, long token, int count) {
        byte[] added = RedisScript.decimal(count);
        replays.<Long>run(connections, redisKey(key), RecordFormat.token(token), added);
    }

    @Override
    public Map<String, String> diagnose() {
        return RedisDiagnosis.of(connections);
    }

    /** Leaves the channel; the connection factory stays the application's. */
    @Override
    public void close() throws Exception {
        endings.close();
    }

    private static boolean changed(Long reply) {
        return reply == 1;
    }

    private IdempotencyRecord record(StoreKey key, Reply reply) {
        return results.whole(key, reply.header(), reply.payload(), reply.now().plusMillis(reply.number()));
    }

    private byte[] redisKey(StoreKey key) {
        return (keyPrefix + key.reference()).getBytes(StandardCharsets.UTF_8);
    }

    /** Verdict, header, payload, the server's clock, and a number: the remaining life unless the verdict says otherwise. */
    private record Reply(List<Object> parts) {

        String verdict() {
            return new String((byte[]) parts.get(0), StandardCharsets.US_ASCII);
        }

        boolean absent() {
            return header().length == 0 && number() == NO_KEY;
        }

        byte[] header() {
            return (byte[]) parts.get(1);
        }

        byte[] payload() {
            return (byte[]) parts.get(2);
        }

        Instant now() {
            return Instant.ofEpochMilli((Long) parts.get(3));
        }

        long number() {
            return (Long) parts.get(4);
        }
    }
}
