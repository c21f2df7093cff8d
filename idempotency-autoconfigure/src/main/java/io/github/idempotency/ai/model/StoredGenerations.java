package io.github.idempotency.ai.model;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A model's answer as it is stored: JSON of these names, which a later version reads too.
 *
 * @param id as the provider named it
 * @param model what answered
 * @param usage null if the provider did not tell
 * @param metadata what else is known of it
 * @param results the generations
 */
record StoredGenerations(
        @Nullable String id,
        @Nullable String model,
        @Nullable Tokens usage,
        @Nullable Map<String, @Nullable Object> metadata,
        List<Result> results) {

    /** What was used. What Spring AI does not count for the provider is null. */
    record Tokens(
            @Nullable Integer prompt,
            @Nullable Integer completion,
            @Nullable Integer total,
            @Nullable Long cacheRead,
            @Nullable Long cacheWrite) {}

    /** One generation. */
    record Result(
            @Nullable String text,
            @Nullable List<Call> toolCalls,
            @Nullable List<Part> media,
            @Nullable Map<String, @Nullable Object> properties,
            @Nullable String finishReason,
            @Nullable List<String> contentFilters,
            @Nullable Map<String, @Nullable Object> metadata) {}

    /** A tool that the model asks for, its arguments word for word. */
    record Call(String id, String type, String name, String arguments) {}

    /** Something that is no text: its bytes, or else where it is. */
    record Part(
            String mimeType,
            @Nullable String id,
            @Nullable String name,
            byte @Nullable [] bytes,
            @Nullable String uri) {}
}
