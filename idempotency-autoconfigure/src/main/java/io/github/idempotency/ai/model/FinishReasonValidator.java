package io.github.idempotency.ai.model;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.execution.Verdict;

/**
 * Rejects what a model did not finish as it was asked to: answers that were cut off, answers that were filtered, and calls
 * of tools that it got wrong. Judges results that are a {@code ChatResponse}, a {@code ChatClientResponse} or a
 * {@code Generation}. Reads the words of the providers that Spring AI 2 speaks to.
 */
public final class FinishReasonValidator implements ResultValidator {

    @Override
    public Verdict validate(String scope, @Nullable Object result) {
        if (result instanceof ChatClientResponse response) {
            return validate(scope, response.chatResponse());
        }
        if (result instanceof ChatResponse response) {
            return response.getResults().stream()
                    .map(generation -> validate(scope, generation))
                    .reduce(Verdict.USABLE, Verdict::and);
        }
        return result instanceof Generation generation ? FinishReasons.judge(generation.getMetadata()) : Verdict.USABLE;
    }
}
