package io.github.idempotency.ai.model;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

import io.github.idempotency.execution.Verdict;

/** Rejects what an expression over {@code #result} does not hold for. */
final class ExpressionJudge implements ResponseJudge {

    private final Expression expression;

    ExpressionJudge(String expression) {
        this.expression = new SpelExpressionParser().parseExpression(expression);
    }

    @Override
    public Verdict apply(ChatResponse response) {
        SimpleEvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding()
                .withInstanceMethods()
                .build();
        context.setVariable("result", response);
        return Boolean.TRUE.equals(expression.getValue(context, Boolean.class))
                ? Verdict.USABLE
                : Verdict.rejected("it does not satisfy " + expression.getExpressionString());
    }
}
