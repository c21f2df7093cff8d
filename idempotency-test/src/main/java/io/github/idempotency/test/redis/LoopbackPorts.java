package io.github.idempotency.test.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface that were free a moment ago. */
final class LoopbackPorts {

    /** Where a Redis Cluster node has its second port, relative to the first. */
    private static final int BUS_OFFSET = 10_000;

    // Both the port and the bus port stay below 32768, where systems begin to hand out ports to outgoing connections.
    private static final int LOWEST = 12_000;

    private static final int HIGHEST = 22_000;

    private LoopbackPorts() {}

    /** A port that is free and whose bus port is free as well. Another process may still be faster to bind it. */
    static int next() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (free(port) && free(port + BUS_OFFSET)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port from " + LOWEST + " to " + HIGHEST);
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException ex) {
            return false;
        }
    }
}
