package io.github.idempotency.sample.model;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/** A model that speaks just enough of the OpenAI protocol, and of its answers no more than the test lets it say. */
public final class ModelServer implements AutoCloseable {

    private static final Script SCRIPT = new Script();

    /** Tokens of whatever is asked for a stream. */
    private static final int QUESTION = 3;

    private final HttpServer server;

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    private final Consumer<Call> listener;

    private ModelServer(HttpServer server, Consumer<Call> listener) {
        this.server = server;
        this.listener = listener;
    }

    public static ModelServer start() throws IOException {
        return start(call -> {});
    }

    /** @param listener is told of each call, and may answer it */
    public static ModelServer start(Consumer<Call> listener) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ModelServer model = new ModelServer(server, listener);
        server.createContext("/", model::begin);
        server.start();
        return model;
    }

    /** What the sample is started with to ask this model. */
    public List<String> arguments() {
        return List.of(
                "--sample.model.base-url=http://127.0.0.1:"
                        + server.getAddress().getPort() + "/v1",
                "--sample.model.api-key=none",
                "--sample.model.name=small");
    }

    private void begin(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (request.contains("\"stream\":true")) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
        }
        Call call = new Call(request, exchange);
        calls.add(call);
        listener.accept(call);
    }

    /** The calls with that question, in their order. */
    public List<Call> calls(String question) {
        return calls.stream().filter(call -> call.asks(question)).toList();
    }

    /** The latest call with that question, once there are so many of them. */
    public Call awaitCall(String question, int count) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> calls(question), found -> found.size() == count)
                .get(count - 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** An answer that goes on for as long as the test likes. */
    public static final class Call {

        private final String request;

        private final HttpExchange exchange;

        private volatile long tokens;

        private int said;

        private Call(String request, HttpExchange exchange) {
            this.request = request;
            this.exchange = exchange;
        }

        public boolean asks(String question) {
            return request.contains(question);
        }

        /** What the answer was charged for; 0 until there is one of the script, or a stream has ended. */
        public long tokens() {
            return tokens;
        }

        /** Everything at once, to who has not asked for a stream. */
        public void answer(String text) {
            StandIn.send(exchange, """
                    {"id":"1","object":"chat.completion","created":1,"model":"small",\
                    "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"%s"}}],\
                    "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""".formatted(text));
        }

        /** No answer, but a status that tells of trouble. */
        public void fail(int status) {
            try (exchange) {
                exchange.sendResponseHeaders(status, -1);
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        /** What the stand-in of the sample would say. */
        public void answerByScript() {
            String answer = SCRIPT.answer(request);
            tokens = new JsonMapper()
                    .readTree(answer)
                    .path("usage")
                    .path("total_tokens")
                    .asLong();
            StandIn.send(exchange, answer);
        }

        /** One token each. */
        public Call say(List<String> tokens) {
            for (String token : tokens) {
                write("""
                        {"id":"1","object":"chat.completion.chunk","created":1,"model":"small",\
                        "choices":[{"index":0,"delta":{"role":"assistant","content":"%s"}}]}""".formatted(token));
            }
            said += tokens.size();
            return this;
        }

        public void end() {
            write("""
                    {"id":"1","object":"chat.completion.chunk","created":1,"model":"small",\
                    "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
            tokens = QUESTION + said;
            if (request.contains("\"include_usage\":true")) {
                write("""
                        {"id":"1","object":"chat.completion.chunk","created":1,"model":"small","choices":[],\
                        "usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}""".formatted(QUESTION, said, tokens));
            }
            write("[DONE]");
            exchange.close();
        }

        /** In the middle of the answer, with something that belongs to none. */
        public void breakOff() {
            write("{");
            exchange.close();
        }

        private void write(String data) {
            OutputStream body = exchange.getResponseBody();
            try {
                body.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
                body.flush();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }
}
