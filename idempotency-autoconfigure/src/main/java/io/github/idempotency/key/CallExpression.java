package io.github.idempotency.key;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

/** A parsed expression of one guarded method. Thread-safe. */
public final class CallExpression {

    private final Expression expression;

    private final CallVariables variables;

    CallExpression(Expression expression, CallVariables variables) {
        this.expression = expression;
        this.variables = variables;
    }

    /**
     * Evaluates the expression for a call.
     *
     * @throws IdempotencyException {@code KEY_INVALID} if it cannot be evaluated, for example because something on its
     *     path is null
     */
    public @Nullable Object evaluate(GuardedCall call) {
        try {
            return expression.getValue(new CallEvaluationContext(call, variables));
        } catch (EvaluationException ex) {
            throw new IdempotencyException(
                    IdempotencyProblem.KEY_INVALID,
                    "The idempotency key or fingerprint cannot be derived from this call",
                    null,
                    ex);
        }
    }

    @Override
    public String toString() {
        return expression.getExpressionString();
    }
}
