package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;

import io.github.idempotency.store.StoreKey;

/**
 * What the keys of one store are called. A record's frames are in a key of their own, {@code <prefix>{<record>}:frames}, and a
 * result that expires before its record is in {@code <prefix>{<record>}}: what is in braces decides the slot, so all are on
 * one node of a cluster, where one script reaches them. Where the prefix has
 * a hash tag of its own, that one decides for both.
 */
final class RedisKeys {

    private final String prefix;

    /** @throws IllegalArgumentException if the prefix does not let two keys be in one slot */
    RedisKeys(String prefix) {
        if (prefix.matches(".*[{}].*") && !prefix.matches("[^{]*\\{[^}]+}.*")) {
            throw new IllegalArgumentException(
                    "The key prefix '" + prefix + "' has a brace that is no part of a hash tag such as {orders}");
        }
        this.prefix = prefix;
    }

    byte[] record(StoreKey key) {
        return bytes(prefix + key.reference());
    }

    byte[] frames(StoreKey key) {
        return bytes(prefix + "{" + prefix + key.reference() + "}:frames");
    }

    /** Where the record's result is if it expires before the record. */
    byte[] result(StoreKey key) {
        return bytes(prefix + "{" + prefix + key.reference() + "}");
    }

    /** The channel on which those who follow the record are told of its frames. */
    String framesChannel(StoreKey key) {
        return prefix + "frames:" + key.reference();
    }

    /** The channel on which nodes are told that claims have ended. */
    String endingsChannel() {
        return prefix + "endings";
    }

    /** The sums of an application, which are in one slot with its minutes and its nodes. */
    byte[] counters(String application) {
        return bytes(countersOf(application));
    }

    /** What was added to its counters within a minute since the epoch. */
    byte[] countersOfMinute(String application, long minute) {
        return bytes(countersOf(application) + ":minute:" + minute);
    }

    /** The sequence of a node's latest flush. */
    byte[] countersOfNode(String application, String node) {
        return bytes(countersOf(application) + ":node:" + node);
    }

    private String countersOf(String application) {
        return prefix + "{" + prefix + "counters:"
                + StoreKey.of("counters", application).reference() + "}";
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
