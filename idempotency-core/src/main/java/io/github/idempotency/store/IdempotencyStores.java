package io.github.idempotency.store;

import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The stores of an application by name: the default one, and those that configuration names instead for some of its
 * operations. Case and punctuation of a name do not matter. Immutable.
 */
public final class IdempotencyStores {

    private final @Nullable IdempotencyStore standard;

    private final Map<String, IdempotencyStore> byName =
            new TreeMap<>(Comparator.comparing(IdempotencyStores::lettersAndDigits));

    /**
     * @param standard the store of whatever names none; null if there is none
     * @param byName every store in use, the default one included
     */
    public IdempotencyStores(@Nullable IdempotencyStore standard, Map<String, IdempotencyStore> byName) {
        this.standard = standard;
        this.byName.putAll(byName);
    }

    /**
     * The store of that name; empty if there is none.
     *
     * @param name null for the default store
     */
    public Optional<IdempotencyStore> find(@Nullable String name) {
        return Optional.ofNullable(name == null ? standard : byName.get(name));
    }

    /** Every store in use, by name. */
    public Map<String, IdempotencyStore> all() {
        return Collections.unmodifiableMap(byName);
    }

    /**
     * What the nodes of an application have counted, in the default store, or else in the first by name that can tell;
     * empty if none can.
     */
    public Optional<ClusterCounters> counters(String application) {
        return Stream.concat(Stream.ofNullable(standard), byName.values().stream())
                .filter(TotallingIdempotencyStore.class::isInstance)
                .map(TotallingIdempotencyStore.class::cast)
                .flatMap(store -> store.counters(application).stream())
                .findFirst();
    }

    private static String lettersAndDigits(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }
}
