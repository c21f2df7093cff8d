package io.github.idempotency.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A bad network: it passes every request on, and closes the connection where an answer should come. */
final class CuttingProxy implements AutoCloseable {

    /** How much of an answer gets through. */
    enum Cut {

        /** Not a byte of it. */
        BEFORE,

        /** Its head and half of its body. */
        WITHIN
    }

    private final ServerSocket server;

    private final int upstream;

    private final Queue<Cut> cuts = new ConcurrentLinkedQueue<>();

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    CuttingProxy(int upstream) throws IOException {
        this.upstream = upstream;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String url() {
        return "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    /** The next answer is cut like this; one answer for each call. */
    void cutNext(Cut cut) {
        cuts.add(cut);
    }

    /** How many answers are still to be cut. */
    int remainingCuts() {
        return cuts.size();
    }

    /** Closes every connection, whatever is going on there. */
    void cutAll() {
        open.forEach(CuttingProxy::close);
        open.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cutAll();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            Socket provider = new Socket(server.getInetAddress(), upstream);
            open.add(client);
            open.add(provider);
            start(() -> pass(client, provider, false));
            start(() -> pass(provider, client, true));
        }
    }

    private void pass(Socket from, Socket to, boolean answers) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Cut cut = answers ? cuts.poll() : null;
                int passed = cut == null ? read : cut == Cut.BEFORE ? 0 : headAndHalf(buffer, read);
                out.write(buffer, 0, passed);
                out.flush();
                if (cut != null) {
                    return;
                }
            }
        }
    }

    private static int headAndHalf(byte[] answer, int length) {
        String text = new String(Arrays.copyOf(answer, length), StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\r\n\r\n") + 4;
        return body + (length - body) / 2;
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

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ex) {
            // It is gone already.
        }
    }

    private interface Step {

        void run() throws IOException;
    }
}
