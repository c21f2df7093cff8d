package io.github.idempotency.ai.model;

import java.util.function.Function;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.converter.StructuredOutputConverter;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

import io.github.idempotency.execution.Verdict;

/**
 * Finds fault with a model's answer, the same fault with the same answer. What it says is told to the model. Thread-safe.
 */
@FunctionalInterface
public interface ResponseJudge extends Function<ChatResponse, Verdict> {

    /** Finds fault with nothing. */
    ResponseJudge NONE = response -> Verdict.USABLE;

    /** Rejects what the converter cannot read. */
    static ResponseJudge convertibleBy(StructuredOutputConverter<?> converter) {
        return response -> {
            try {
                converter.convert(text(response));
                return Verdict.USABLE;
            } catch (RuntimeException ex) {
                return Verdict.rejected("it cannot be read as what was asked for: " + ex.getMessage());
            }
        };
    }

    /** Rejects what does not match the JSON schema. */
    static ResponseJudge matching(String jsonSchema) {
        return new SchemaJudge(jsonSchema);
    }

    /** @param expression SpEL over {@code #result}, the response, that must be true; read-only */
    static ResponseJudge succeededWhen(String expression) {
        Expression parsed = new SpelExpressionParser().parseExpression(expression);
        return response -> {
            SimpleEvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding()
                    .withInstanceMethods()
                    .build();
            context.setVariable("result", response);
            return Boolean.TRUE.equals(parsed.getValue(context, Boolean.class))
                    ? Verdict.USABLE
                    : Verdict.rejected("it does not satisfy " + expression);
        };
    }

    /** This judge, and the other one if this one finds nothing. */
    default ResponseJudge and(ResponseJudge other) {
        return response -> {
            Verdict verdict = apply(response);
            return verdict.isUsable() ? other.apply(response) : verdict;
        };
    }

    /** The text of the first generation; empty if there is none. */
    static String text(ChatResponse response) {
        String text = response.getResult() == null
                ? null
                : response.getResult().getOutput().getText();
        return text == null ? "" : text;
    }
}
