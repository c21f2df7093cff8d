package io.github.idempotency.ai.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes on what clients send to a server on this machine, and loses answers it is told to lose. */
final class LossyNetwork implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private final AtomicInteger losses = new AtomicInteger();

    private final int server;

    LossyNetwork(int server) throws IOException {
        this.server = server;
        start(() -> {
            while (!door.isClosed()) {
                Socket client = door.accept();
                Socket upstream = new Socket(door.getInetAddress(), server());
                start(() -> pass(client, upstream, false));
                start(() -> pass(upstream, client, true));
            }
        });
    }

    private int server() {
        return server;
    }

    String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** The next answer does not arrive: its connection ends instead. */
    void loseNext() {
        losses.incrementAndGet();
    }

    int remaining() {
        return losses.get();
    }

    private void pass(Socket from, Socket to, boolean answers) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers && losses.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private static void start(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException ex) {
                // One end is gone, and with it the connection.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Step {

        void run() throws IOException;
    }
}
