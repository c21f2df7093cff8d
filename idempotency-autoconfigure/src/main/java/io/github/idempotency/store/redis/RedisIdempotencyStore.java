package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.ClusterCounters;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.DiagnosableIdempotencyStore;
import io.github.idempotency.store.FollowableIdempotencyStore;
import io.github.idempotency.store.FramePage;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RecoverableIdempotencyStore;
import io.github.idempotency.store.RenewableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.store.TotallingIdempotencyStore;

/**
 * One Redis key per record, one script per verb, one round trip each; the server's clock. Frames have a key beside their
 * record's, in the same slot; so has a result that expires before its record, and each look at it costs a round trip more.
 * Works on 6.2 and later, standalone, Sentinel and Cluster. What survives a crash or a failover is what the server was configured to keep.
 * Thread-safe; how long a command may take is the connection's business.
 */
public final class RedisIdempotencyStore extends ListeningStore
        implements RenewableIdempotencyStore,
                RecoverableIdempotencyStore,
                FollowableIdempotencyStore,
                DiagnosableIdempotencyStore,
                TotallingIdempotencyStore {

    private static final byte[] NOTHING = {};

    private final RedisScript claim = new RedisScript("claim.lua", ReturnType.MULTI);

    private final RedisScript complete = new RedisScript("complete.lua", ReturnType.MULTI);

    private final RedisScript release = new RedisScript("release.lua", ReturnType.INTEGER);

    private final RedisScript renew = new RedisScript("renew.lua", ReturnType.INTEGER);

    private final RedisScript find = new RedisScript("find.lua", ReturnType.MULTI);

    private final RedisScript delete = new RedisScript("delete.lua", ReturnType.INTEGER);

    private final RedisScript replays = new RedisScript("replays.lua", ReturnType.INTEGER);

    private final RedisConnectionFactory connections;

    private final FrameList frames;

    private final ResultsApart results;

    private final IntentScan intents;

    /**
     * @param connections with a command time-out well below the shortest lease
     * @param keyPrefix what every key begins with, for example {@code idempotency:}
     * @throws IllegalArgumentException if the prefix has a brace that is no part of a hash tag
     */
    public RedisIdempotencyStore(RedisConnectionFactory connections, String keyPrefix) {
        super(connections, new RedisKeys(keyPrefix));
        this.connections = connections;
        this.frames = new FrameList(connections, keys);
        this.results = new ResultsApart(connections, keys);
        this.intents = new IntentScan(connections, keyPrefix);
    }

    @Override
    public Claim claim(ClaimRequest request) {
        Reply reply = new Reply(claim.run(
                connections,
                keys.record(request.key()),
                request.fingerprint().toBytes(),
                RedisScript.decimal(request.lease().toMillis()),
                RedisScript.decimal(request.retention().toMillis()),
                RedisScript.decimal(RecordFormat.flags(request.effect())),
                request.scope().getBytes(StandardCharsets.UTF_8),
                request.reconciledToken() == 0 ? NOTHING : RecordFormat.token(request.reconciledToken()),
                RedisScript.decimal(request.awaited() ? 1 : 0)));
        IdempotencyRecord record = results.whole(request.key(), reply);
        return switch (reply.verdict()) {
            case "ACQUIRED" ->
                new Claim.Acquired(record.token(), record.attempt(), reply.number() == 1, record.startedAt());
            case "COMPLETED" -> new Claim.Completed(record, reply.now());
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
        return new Completion.Lost(reply.absent() ? null : results.whole(key, reply));
    }

    private List<Object> completed(StoreKey key, long token, Result result, Duration retention) {
        Duration shorter = result.retentionWithin(retention);
        byte[] owner = RecordFormat.token(token);
        byte[] outcome = RedisScript.decimal(RecordFormat.outcome(result.outcome()));
        byte[] flags = RedisScript.decimal(RecordFormat.flags(result, shorter != null));
        byte[] life = RedisScript.decimal(retention.toMillis());
        byte[] bytes = shorter == null ? Payload.joined(result) : Payload.answer(result);
        byte[] channel = channels.endings().name();
        byte[] record = keys.record(key);
        byte[] sequence = keys.frames(key);
        if (shorter == null) {
            return complete.run(2, connections, record, sequence, owner, outcome, flags, life, bytes, channel);
        }
        byte[] apart = keys.result(key);
        byte[] resultLife = RedisScript.decimal(shorter.toMillis());
        byte[] head = Payload.head(result);
        return complete.run(
                3, connections, record, sequence, apart, owner, outcome, flags, life, bytes, channel, resultLife, head);
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
        return changed(release.run(
                connections,
                keys.record(key),
                RecordFormat.token(token),
                state,
                channels.endings().name()));
    }

    @Override
    public boolean renew(StoreKey key, long token, Duration lease) {
        byte[] millis = RedisScript.decimal(lease.toMillis());
        return changed(
                renew.run(2, connections, keys.record(key), keys.frames(key), RecordFormat.token(token), millis));
    }

    @Override
    public Optional<IdempotencyRecord> find(StoreKey key) {
        Reply reply = new Reply(find.run(connections, keys.record(key)));
        return reply.absent() ? Optional.empty() : Optional.of(results.whole(key, reply));
    }

    @Override
    public boolean delete(StoreKey key) {
        byte[] channel = channels.endings().name();
        return changed(delete.run(3, connections, keys.record(key), keys.frames(key), keys.result(key), channel));
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
        channels.endings().subscribe(subscriber);
    }

    @Override
    public void countReplays(StoreKey key, long token, int count) {
        byte[] added = RedisScript.decimal(count);
        replays.<Long>run(connections, keys.record(key), RecordFormat.token(token), added);
    }

    @Override
    public boolean append(StoreKey key, long token, int first, List<byte[]> appended) {
        return frames.append(key, token, first, appended);
    }

    @Override
    public Optional<FramePage> frames(StoreKey key, int from, int limit) {
        Reply page = frames.page(key, from, limit);
        return page.absent()
                ? Optional.empty()
                : Optional.of(new FramePage(results.whole(key, page), page.frames(), page.now()));
    }

    @Override
    public Following follow(StoreKey key, FrameSubscriber subscriber) {
        return channels.frames().follow(key, subscriber);
    }

    @Override
    public Optional<ClusterCounters> counters(String application) {
        return Optional.of(new RedisCounters(connections, keys, application));
    }

    @Override
    public Map<String, String> diagnose() {
        return RedisDiagnosis.of(connections);
    }

    private static boolean changed(Long reply) {
        return reply == 1;
    }
}
