package io.github.idempotency.key;

import java.util.Collections;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
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

    /**
     * Whether the expression holds for what a call has returned, which it names {@code #result}.
     *
     * @throws EvaluationException if it cannot be evaluated, or yields no boolean
     */
    public boolean holds(GuardedCall call, @Nullable Object result) {
        EvaluationContext context =
                new CallEvaluationContext(call, variables, Collections.singletonMap("result", result));
        return Boolean.TRUE.equals(expression.getValue(context, Boolean.class));
    }

    @Override
    public String toString() {
        return expression.getExpressionString();
    }
}
