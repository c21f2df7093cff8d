package io.github.idempotency.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A network between one process and one server that can be cut, stall, and lose replies to requests that arrived. */
final class FaultyProxy implements AutoCloseable {

    private final int server;

    private final ServerSocket door;

    private final Set<FaultyConnection> connections = ConcurrentHashMap.newKeySet();

    private final ExecutorService threads = Executors.newCachedThreadPool(action -> {
        Thread thread = new Thread(action, "faulty-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private boolean stalled;

    /** @param server the port of a server on this machine */
    FaultyProxy(int server) {
        this.server = server;
        try {
            door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Ends all connections; new ones are let through. */
    void cut() {
        connections.forEach(FaultyConnection::close);
    }

    /** Holds back every byte in both directions until {@link #resume()}. */
    synchronized void stall() {
        stalled = true;
    }

    synchronized void resume() {
        stalled = false;
        notifyAll();
    }

    /** Lets the next requests through to the server, and ends their connections in place of the replies. */
    void loseReplies() {
        connections.forEach(FaultyConnection::loseReply);
    }

    /** Returns unless, and until, the network stalls no more. */
    synchronized void awaitFlow() throws InterruptedException {
        while (stalled) {
            wait();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                threads.execute(() -> connect(client));
            } catch (IOException ex) {
                // The door is closed, or this one client has gone again.
            }
        }
    }

    private void connect(Socket client) {
        try {
            awaitFlow();
            Socket onward = new Socket(InetAddress.getLoopbackAddress(), server);
            FaultyConnection connection = new FaultyConnection(this, client, onward);
            connections.add(connection);
            threads.execute(connection::forwardRequests);
            threads.execute(connection::forwardReplies);
        } catch (IOException | InterruptedException ex) {
            FaultyConnection.quietlyClose(client);
        }
    }

    void forget(FaultyConnection connection) {
        connections.remove(connection);
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
        threads.shutdownNow();
    }
}
