package io.github.idempotency.openapi;

import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import io.github.idempotency.web.IdempotencyHeaders;

/** Adds to the responses of one operation, and changes nothing that the application says about them. */
final class ProblemResponses {

    private final ApiResponses responses;

    ProblemResponses(ApiResponses responses) {
        this.responses = responses;
    }

    /** @param keyHeader the header that repeats the key; null if the key is not in a header */
    void addReplayHeaders(@Nullable String keyHeader) {
        responses.forEach((status, response) -> {
            if (status.matches("[23].*|default")) {
                header(
                        response,
                        IdempotencyHeaders.REPLAYED,
                        "boolean",
                        "true on a stored answer; absent on a first one");
                header(
                        response,
                        IdempotencyHeaders.ORIGINAL_REQUEST_TIME,
                        "string",
                        "When the execution that made this answer began");
                header(response, IdempotencyHeaders.EXPIRES, "string", "Until when a retry gets this answer");
                if (keyHeader != null) {
                    header(response, keyHeader, "string", "The key of a stored answer");
                }
            }
        });
    }

    ApiResponse add(String status, String description) {
        ApiResponse response = responses.computeIfAbsent(status, any -> new ApiResponse());
        if (response.getDescription() == null) {
            response.setDescription(description);
        }
        if (response.getContent() == null) {
            response.setContent(new Content());
        }
        response.getContent().putIfAbsent("application/problem+json", of(Schemas.problem()));
        response.getContent().putIfAbsent("text/plain", of(Schemas.of("string")));
        response.getContent().putIfAbsent("text/markdown", of(Schemas.of("string")));
        return response;
    }

    void addRetriable(String status, String description) {
        ApiResponse response = add(status, description);
        header(response, HttpHeaders.RETRY_AFTER, "integer", "Seconds until a retry with the same key is worthwhile");
        header(response, IdempotencyHeaders.SHOULD_RETRY, "boolean", "false where a retry cannot help");
    }

    /** What a duplicate gets of a request that still runs. The application may have a 202 of its own. */
    void addAccepted() {
        ApiResponse response = responses.computeIfAbsent("202", any -> new ApiResponse());
        if (response.getDescription() == null) {
            response.setDescription("An earlier request with this idempotency key is still running.");
        }
        header(response, HttpHeaders.LOCATION, "string", "Where to ask what has become of the running request");
        header(response, HttpHeaders.RETRY_AFTER, "integer", "Seconds until it is worthwhile to ask");
    }

    private static MediaType of(Schema<?> schema) {
        return new MediaType().schema(schema);
    }

    private static void header(ApiResponse response, String name, String type, String description) {
        if (response.getHeaders() == null || !response.getHeaders().containsKey(name)) {
            response.addHeaderObject(name, new Header().description(description).schema(Schemas.of(type)));
        }
    }
}
