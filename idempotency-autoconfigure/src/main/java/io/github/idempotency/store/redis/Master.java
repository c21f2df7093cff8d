package io.github.idempotency.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.ClusterSlotHashUtil;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * A server that holds records which no other server holds.
 *
 * @param id its name in the cluster; empty where there is only one
 * @param key leads to it: a key that it would hold
 */
record Master(String id, byte[] key) {

    /** Enough to meet a master of a single slot almost certainly. */
    private static final int TRIES = 200_000;

    /** All of them, in the order of their names. A prefix with a hash tag leads to one only, which then holds everything. */
    static List<Master> of(RedisConnectionFactory connections, String keyPrefix) {
        try (RedisConnection connection = connections.getConnection()) {
            if (!(connection instanceof RedisClusterConnection cluster)) {
                return List.of(new Master("", bytes(keyPrefix)));
            }
            List<Master> masters = new ArrayList<>();
            for (RedisClusterNode node : cluster.clusterGetNodes()) {
                byte[] key = node.isMaster() ? key(node, keyPrefix) : null;
                if (key != null) {
                    masters.add(new Master(String.valueOf(node.getId()), key));
                }
            }
            masters.sort(Comparator.comparing(Master::id));
            return masters;
        }
    }

    private static byte @Nullable [] key(RedisClusterNode node, String keyPrefix) {
        RedisClusterNode.SlotRange slots = node.getSlotRange();
        for (int i = 0; i < TRIES && !slots.getSlots().isEmpty(); i++) {
            byte[] key = bytes(keyPrefix + i);
            if (slots.contains(ClusterSlotHashUtil.calculateSlot(key))) {
                return key;
            }
        }
        return null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
