package io.github.idempotency.clients;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.jspecify.annotations.Nullable;

/** {@code com.openai:openai-java}. */
final class OpenAiSdk implements ProviderClient {

    private final OpenAIClient client;

    OpenAiSdk(String url) {
        client =
                OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey("none").build();
    }

    @Override
    public String call(@Nullable String key, long subject) {
        ChatCompletionCreateParams.Builder params =
                ChatCompletionCreateParams.builder().model("small").addUserMessage("Count to " + subject);
        if (key != null) {
            // tag::key[]
            params.putAdditionalHeader("Idempotency-Key", key);
            // end::key[]
        }
        return client.chat().completions().create(params.build()).id();
    }

    @Override
    public void close() {
        client.close();
    }
}
