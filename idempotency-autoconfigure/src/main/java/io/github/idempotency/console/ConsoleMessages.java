package io.github.idempotency.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the page and the application say to each other: JSON in a form of its own, whatever the application has made of its
 * own mapper and converters.
 */
final class ConsoleMessages {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int LONGEST = 16 * 1024;

    private ConsoleMessages() {}

    /** @throws ConsoleException if it is no such message; the exception does not repeat it */
    static <T> T read(ServerRequest request, Class<T> type) throws IOException {
        try (InputStream body = request.servletRequest().getInputStream()) {
            byte[] message = body.readNBytes(LONGEST + 1);
            if (message.length > LONGEST) {
                throw new ConsoleException(ConsoleException.BAD_REQUEST, "The request is too long");
            }
            T value = JSON.readValue(message, type);
            if (value == null) {
                throw new ConsoleException(ConsoleException.BAD_REQUEST, "The request is empty");
            }
            return value;
        } catch (JacksonException ex) {
            throw new ConsoleException(ConsoleException.BAD_REQUEST, "The request is no JSON of the console");
        }
    }

    static ServerResponse of(Object value) {
        return json(200, value);
    }

    static ServerResponse done() {
        return ServerResponse.noContent().headers(ConsoleHeaders::apply).build();
    }

    static ServerResponse refusal(int status, String detail) {
        return json(status, Map.of("detail", detail));
    }

    private static ServerResponse json(int status, Object value) {
        return bytes(
                ServerResponse.status(status).header(HttpHeaders.CACHE_CONTROL, "no-store"),
                MediaType.APPLICATION_JSON,
                JSON.writeValueAsBytes(value));
    }

    static ServerResponse bytes(ServerResponse.BodyBuilder response, MediaType type, byte[] content) {
        return response.headers(ConsoleHeaders::apply)
                .contentType(type)
                .contentLength(content.length)
                .build((request, servlet) -> {
                    servlet.getOutputStream().write(content);
                    return null;
                });
    }
}
