package io.github.idempotency.ai.model;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.store.Fingerprint;

/**
 * What a generation is asked for.
 *
 * @param fingerprint of the prompt
 * @param model what the prompt calls the model, as costs name it; null if it does not
 */
record AskedPrompt(Fingerprint fingerprint, @Nullable String model) {

    /** @param format what the answer must look like, where the prompt does not say it yet */
    static AskedPrompt of(Prompt prompt, @Nullable Object format) {
        ChatOptions options = prompt.getOptions();
        return new AskedPrompt(
                PromptFingerprint.of(prompt, format), options == null ? null : Cost.modelName(options.getModel()));
    }
}
