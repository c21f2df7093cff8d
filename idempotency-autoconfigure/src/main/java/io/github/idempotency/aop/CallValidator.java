package io.github.idempotency.aop;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.execution.Verdict;
import io.github.idempotency.key.CallExpression;
import io.github.idempotency.key.GuardedCall;

/**
 * What one call returned is usable if its {@code succeededWhen} holds.
 *
 * @param condition over the call and its result
 */
record CallValidator(CallExpression condition, GuardedCall call) implements ResultValidator {

    /** What the method's own condition says, and if that holds what the validators say that judge any method. */
    static ResultValidator of(IdempotentMetadata metadata, GuardedCall call, ResultValidator any) {
        CallExpression condition = metadata.succeededWhen();
        if (condition == null) {
            return any;
        }
        return ResultValidator.all(List.of(new CallValidator(condition, call), any));
    }

    @Override
    public Verdict validate(String scope, @Nullable Object result) {
        return condition.holds(call, result) ? Verdict.USABLE : Verdict.rejected("succeededWhen does not hold");
    }
}
