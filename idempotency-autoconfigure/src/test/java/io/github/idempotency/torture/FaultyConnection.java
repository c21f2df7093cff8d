package io.github.idempotency.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One connection through a {@link FaultyProxy}: what comes in at one end goes out at the other, as the proxy lets it. */
final class FaultyConnection implements AutoCloseable {

    private final FaultyProxy proxy;

    private final Socket client;

    private final Socket server;

    private volatile boolean losing;

    FaultyConnection(FaultyProxy proxy, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void forwardRequests() {
        forward(client, server, false);
    }

    void forwardReplies() {
        forward(server, client, true);
    }

    /** The next reply ends the connection instead of reaching the client. */
    void loseReply() {
        losing = true;
    }

    private void forward(Socket source, Socket target, boolean replies) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = source.getInputStream();
            OutputStream out = target.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                proxy.awaitFlow();
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

    @Override
    public void close() {
        proxy.forget(this);
        quietlyClose(client);
        quietlyClose(server);
    }

    static void quietlyClose(Socket socket) {
        try {
            socket.close();
        } catch (IOException ex) {
            // It is closed either way.
        }
    }
}
