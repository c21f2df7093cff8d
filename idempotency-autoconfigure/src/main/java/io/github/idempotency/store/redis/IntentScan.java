package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.StoreKey;

/**
 * Walks over the keys of every master for records without outcome. There is no index of them, because it would cost every
 * call a write: a whole walk looks at every key of the database, {@code limit} keys a round trip and a hundred round
 * trips a page. A server is held up for as long as it takes to look at {@code limit} keys, a few microseconds each.
 */
final class IntentScan {

    private static final int STEPS = 100;

    private static final int REFERENCE_LENGTH = 22;

    private static final String START = "0";

    private final RedisScript intents = new RedisScript("intents.lua", ReturnType.MULTI);

    private final RedisConnectionFactory connections;

    private final String keyPrefix;

    private final byte[] pattern;

    IntentScan(RedisConnectionFactory connections, String keyPrefix) {
        this.connections = connections;
        this.keyPrefix = keyPrefix;
        // Just as long as a reference is: the copies of a front have a longer name.
        this.pattern = (keyPrefix.replaceAll("[\\\\*?\\[\\]^]", "\\\\$0") + "?".repeat(REFERENCE_LENGTH))
                .getBytes(StandardCharsets.UTF_8);
    }

    IntentPage page(@Nullable String after, int limit) {
        List<Master> masters = Master.of(connections, keyPrefix);
        Place place = after == null ? Place.first(masters) : Place.parse(after, masters);
        List<Intent> found = new ArrayList<>();
        for (int step = 0; step < STEPS && place != null && found.size() < limit; step++) {
            place = place.after(step(place, limit, found), masters);
        }
        return new IntentPage(found, place == null ? null : place.toString());
    }

    /** Looks at some keys, and says where the server would go on. */
    private String step(Place place, int count, List<Intent> found) {
        List<Object> reply = intents.run(
                connections,
                place.master().key(),
                pattern,
                place.cursor().getBytes(StandardCharsets.US_ASCII),
                RedisScript.decimal(count));
        Instant now = Instant.ofEpochMilli((Long) reply.get(1));
        for (int i = 2; i < reply.size(); i += 4) {
            String key = new String((byte[]) reply.get(i), StandardCharsets.UTF_8);
            IdempotencyRecord record = RecordFormat.decode(
                    (byte[]) reply.get(i + 1), (byte[]) reply.get(i + 2), now.plusMillis((Long) reply.get(i + 3)));
            found.add(new Intent(
                    StoreKey.ofReference(key.substring(keyPrefix.length())),
                    Objects.requireNonNull(record.scope()),
                    record,
                    now));
        }
        return new String((byte[]) reply.get(0), StandardCharsets.US_ASCII);
    }

    /** A master, and how far its keys have been walked over. */
    private record Place(Master master, String cursor) {

        static @Nullable Place first(List<Master> masters) {
            return masters.isEmpty() ? null : new Place(masters.get(0), START);
        }

        /** Where a master is gone, the walk goes on with the next. */
        static @Nullable Place parse(String text, List<Master> masters) {
            String[] parts = text.split("\\.", -1);
            if (parts.length != 2 || !parts[1].matches("[0-9]{1,20}")) {
                throw new IllegalArgumentException("'" + text + "' is no page of intents of this store");
            }
            return masters.stream()
                    .filter(master -> master.id().compareTo(parts[0]) >= 0)
                    .findFirst()
                    .map(master -> new Place(master, master.id().equals(parts[0]) ? parts[1] : START))
                    .orElse(null);
        }

        @Nullable
        Place after(String next, List<Master> masters) {
            if (!next.equals(START)) {
                return new Place(master, next);
            }
            int following = masters.indexOf(master) + 1;
            return following == masters.size() ? null : new Place(masters.get(following), START);
        }

        @Override
        public String toString() {
            return master.id() + "." + cursor;
        }
    }
}
