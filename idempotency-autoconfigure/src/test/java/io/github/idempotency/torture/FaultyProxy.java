package io.github.idempotency.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    private final Set<Link> links = ConcurrentHashMap.newKeySet();

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
        links.forEach(Link::close);
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
        links.forEach(link -> link.losing = true);
    }

    private synchronized void awaitFlow() throws InterruptedException {
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
            Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), server));
            links.add(link);
            threads.execute(() -> link.pump(link.client, link.server, false));
            threads.execute(() -> link.pump(link.server, link.client, true));
        } catch (IOException | InterruptedException ex) {
            quietlyClose(client);
        }
    }

    private static void quietlyClose(Socket socket) {
        try {
            socket.close();
        } catch (IOException ex) {
            // It is closed either way.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
        threads.shutdownNow();
    }

    private final class Link {

        private final Socket client;

        private final Socket server;

        private volatile boolean losing;

        Link(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void pump(Socket source, Socket target, boolean replies) {
            byte[] buffer = new byte[16_384];
            try {
                InputStream in = source.getInputStream();
                OutputStream out = target.getOutputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    awaitFlow();
                    if (replies && losing) {
                        break;
                    }
                    out.write(buffer, 0, length);
                }
            } catch (IOException | InterruptedException ex) {
                // Either end has gone, and so does the other.
            } finally {
                close();
            }
        }

        void close() {
            links.remove(this);
            quietlyClose(client);
            quietlyClose(server);
        }
    }
}
