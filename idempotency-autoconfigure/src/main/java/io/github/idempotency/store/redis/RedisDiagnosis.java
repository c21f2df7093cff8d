package io.github.idempotency.store.redis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** What a server would do to records when it is full, or when it dies. */
final class RedisDiagnosis {

    private static final String HIDDEN = "not visible: CONFIG is not allowed here";

    private RedisDiagnosis() {}

    static Map<String, String> of(RedisConnectionFactory connections) {
        Map<String, String> details = new LinkedHashMap<>();
        try (RedisConnection connection = connections.getConnection()) {
            String eviction = setting(connection, "maxmemory-policy");
            String appendOnly = setting(connection, "appendonly");
            String sync = setting(connection, "appendfsync");
            details.put("evictionPolicy", eviction);
            details.put("appendOnly", appendOnly.equals("yes") ? sync : appendOnly);
            if (!eviction.equals("noeviction") && !eviction.equals(HIDDEN)) {
                details.put("warning", "a full server may forget records: set maxmemory-policy to noeviction");
            } else if (appendOnly.equals("no")) {
                details.put("warning", "a restart may forget records: set appendonly yes and appendfsync always");
            }
        }
        return details;
    }

    /** The value; several, with a comma, where the nodes of a cluster differ. */
    private static String setting(RedisConnection connection, String name) {
        try {
            Properties found = connection.serverCommands().getConfig(name);
            return found == null || found.isEmpty()
                    ? HIDDEN
                    : String.join(
                            ",",
                            new TreeSet<>(
                                    found.values().stream().map(String::valueOf).toList()));
        } catch (DataAccessException ex) {
            return HIDDEN;
        }
    }
}
