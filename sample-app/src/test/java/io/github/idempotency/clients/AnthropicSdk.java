package io.github.idempotency.clients;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import org.jspecify.annotations.Nullable;

/** {@code com.anthropic:anthropic-java}. */
final class AnthropicSdk implements ProviderClient {

    private final AnthropicClient client;

    AnthropicSdk(String url) {
        client = AnthropicOkHttpClient.builder().baseUrl(url).apiKey("none").build();
    }

    @Override
    public String call(@Nullable String key, long subject) {
        MessageCreateParams.Builder params =
                MessageCreateParams.builder().model("small").maxTokens(100).addUserMessage("Count to " + subject);
        if (key != null) {
            // tag::key[]
            params.putAdditionalHeader("Idempotency-Key", key);
            // end::key[]
        }
        return client.messages().create(params.build()).id();
    }

    @Override
    public void close() {
        client.close();
    }
}
