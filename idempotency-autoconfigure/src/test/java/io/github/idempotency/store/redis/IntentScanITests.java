package io.github.idempotency.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.idempotency.Effect;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Fingerprint;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A walk over a server that others use too. */
class IntentScanITests {

    private static final Pattern COMMAND = Pattern.compile("cmdstat_(\\w+):");

    @Order(1)
    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    @Order(2)
    @RegisterExtension
    static final RedisConnections connections = RedisConnections.standalone(redis);

    @BeforeEach
    void empty() {
        redis.call("FLUSHALL");
    }

    private static RedisIdempotencyStore store(String prefix) {
        return new RedisIdempotencyStore(connections.factory(), prefix);
    }

    private static StoreKey lose(RedisIdempotencyStore store) {
        StoreKey key = StoreKey.of(UUID.randomUUID().toString());
        Duration minute = Duration.ofMinutes(1);
        ClaimRequest request = new ClaimRequest(key, "orders", Fingerprint.NONE, Effect.IRREVERSIBLE, minute, minute);
        store.markUnknown(key, ((Claim.Acquired) store.claim(request)).token());
        return key;
    }

    private static List<StoreKey> walk(RedisIdempotencyStore store, int limit) {
        List<StoreKey> told = new ArrayList<>();
        String next = null;
        do {
            IntentPage page = store.intents(next, limit);
            page.intents().stream().map(Intent::key).forEach(told::add);
            next = page.next();
        } while (next != null);
        return told;
    }

    @Test
    void keysOfOthersAreNoIntents() {
        RedisIdempotencyStore store = store("idempotency:");
        StoreKey own = lose(store);
        lose(store("idempotency:result:"));
        lose(store("other:"));
        redis.call("SET", "idempotency:" + "x".repeat(22), "no record");
        redis.call("RPUSH", "idempotency:" + "y".repeat(22), "no", "string");

        assertThat(walk(store, 100)).containsExactly(own);
    }

    @Test
    void aPrefixMeansItselfWhateverItLooksLike() {
        RedisIdempotencyStore store = store("a*[b]?\\^:");
        StoreKey own = lose(store);
        lose(store("axx[b]x\\^:"));
        lose(store("axxbx^:"));

        assertThat(walk(store, 100)).containsExactly(own);
    }

    /** A page looks at some keys only: it may be empty, and more may follow. */
    @Test
    void aPageIsBoundedByWhatIsLookedAt() {
        RedisIdempotencyStore store = store("idempotency:");
        StoreKey own = lose(store);
        redis.call("EVAL", "for i = 1, 5000 do redis.call('SET', 'noise:' .. i, '') end", "0");
        List<Integer> pages = new ArrayList<>();
        String next = null;
        do {
            IntentPage page = store.intents(next, 10);
            pages.add(page.intents().size());
            next = page.next();
        } while (next != null);

        assertThat(pages).hasSizeGreaterThan(2).contains(0).containsOnlyOnce(1);
        assertThat(walk(store, 10)).containsExactly(own);
    }

    @Test
    void nothingIsAskedThatHoldsUpTheServer() {
        RedisIdempotencyStore store = store("idempotency:");
        lose(store);
        walk(store, 100);
        redis.call("CONFIG", "RESETSTAT");

        walk(store, 100);

        Set<String> commands = new TreeSet<>();
        Matcher matcher = COMMAND.matcher(String.valueOf(redis.call("INFO", "commandstats")));
        while (matcher.find()) {
            commands.add(matcher.group(1));
        }
        commands.removeAll(Set.of("config", "info"));
        assertThat(commands).containsExactly("evalsha", "getrange", "pttl", "scan", "time");
    }

    @Test
    void whatIsNoPageIsRefused() {
        for (String after : new String[] {"", "x", ".", "0", "..", ".-1", ".x"}) {
            assertThatThrownBy(() -> store("idempotency:").intents(after, 1))
                    .as(after)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no page of intents");
        }
    }
}
