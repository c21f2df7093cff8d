package io.github.idempotency.sample.model;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatModel;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Against a server that speaks just enough of the OpenAI protocol. */
class SpringAiModelITests {

    private static final String ANSWER = """
            {"id":"1","object":"chat.completion","created":1,"model":"small",
             "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Dear Ada"}}],
             "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""";

    private final List<String> calls = new ArrayList<>();

    private int status = 200;

    private int failures;

    private HttpServer server;

    private ModelProperties properties;

    private LanguageModel model;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        properties = properties("http://localhost:" + server.getAddress().getPort() + "/v1");
        assertThat(properties.remote()).isTrue();
        model = new SpringAiModel(properties);
    }

    private static ModelProperties properties(String baseUrl) {
        return new ModelProperties(baseUrl, "secret", "small", Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void asksTheConfiguredModel() {
        assertThat(model.complete("Write to Ada")).isEqualTo(new Completion("Dear Ada", 3, 4));
        assertThat(calls)
                .singleElement()
                .asString()
                .contains("/v1/chat/completions Bearer secret", "small", "Write to Ada");
    }

    @Test
    void givesEachPieceOfAnAnswerAsItComesAndAtItsEndWhatItCameTo() throws IOException {
        try (ModelServer server = ModelServer.start()) {
            List<Completion> heard = new CopyOnWriteArrayList<>();
            String baseUrl = server.arguments().get(0).replaceFirst(".*?=", "");
            Disposable listening = new SpringAiModel(properties(baseUrl))
                    .stream("Write to Ada").subscribe(heard::add);
            ModelServer.Call call = server.awaitCall("Write to Ada", 1).say(List.of("Dear"));
            Awaitility.await().untilAsserted(() -> assertThat(heard).containsExactly(new Completion("Dear", 0, 0)));
            call.say(List.of(" Ada")).end();
            Awaitility.await().until(listening::isDisposed);
            assertThat(heard.stream().map(Completion::text).filter(text -> !text.isEmpty()))
                    .containsExactly("Dear", " Ada");
            assertThat(heard.stream().filter(Completion::isCounted)).containsExactly(new Completion("", 3, 2));
        }
    }

    @Test
    void failsWithoutAHiddenRetry() {
        status = 500;
        assertThatException().isThrownBy(() -> model.complete("Write to Ada"));
        assertThat(calls).hasSize(1);
    }

    /** The assistant's model: what a step lost on its way is asked for again, below whatever counts and records steps. */
    @Test
    void theClientOfTheAssistantTriesAgain() {
        failures = 1;
        ChatModel chat = SpringAiModel.chat(properties, 2);
        assertThat(chat.call("Write to Ada")).isEqualTo("Dear Ada");
        assertThat(calls).hasSize(2);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        calls.add("%s %s %s"
                .formatted(
                        exchange.getRequestURI(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(failures-- > 0 ? 500 : status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
