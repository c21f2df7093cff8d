package io.github.idempotency.sample.model;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Which model answers.
 *
 * @param baseUrl Address of an OpenAI-compatible API; without it and a key the local stand-in answers.
 * @param apiKey Key for that API.
 * @param name Name of the model there.
 * @param timeout How long to wait for its answer.
 * @param delay How long the local stand-in takes for a whole answer.
 * @param pace How long it takes for each token of an answer that it gives piece by piece.
 */
@ConfigurationProperties("sample.model")
record ModelProperties(
        @Nullable String baseUrl,
        @Nullable String apiKey,
        @DefaultValue("gpt-5-mini") String name,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("300ms") Duration delay,
        @DefaultValue("50ms") Duration pace) {

    boolean remote() {
        return StringUtils.hasText(baseUrl) && StringUtils.hasText(apiKey);
    }
}
