package io.github.idempotency.aop;

import java.lang.reflect.Method;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.KotlinDetector;
import tools.jackson.core.JacksonException;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.key.CallExpression;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.GuardedCall;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.store.Fingerprint;

/** Turns a call of a guarded method into an operation and hands it to the engine through the method's adapter. */
public final class IdempotentInterceptor implements MethodInterceptor {

    private final IdempotentMetadataSource source;

    private final KeyResolver keys;

    private final OwnedKeys owned;

    private final CanonicalJson json;

    private final IdempotentExecutors executors;

    private final IdempotencyListener listener;

    private final ResultValidator validator;

    /** @param validator judges whatever a guarded method returns */
    public IdempotentInterceptor(
            IdempotentMetadataSource source,
            KeyResolver keys,
            CanonicalJson json,
            IdempotentExecutors executors,
            IdempotencyListener listener,
            ResultValidator validator) {
        this.source = source;
        this.keys = keys;
        this.owned = new OwnedKeys(keys);
        this.json = json;
        this.executors = executors;
        this.listener = listener;
        this.validator = validator;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = Objects.requireNonNull(invocation.getThis());
        Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), target.getClass());
        IdempotentMetadata metadata = source.find(method, target.getClass());
        if (metadata == null) {
            return invocation.proceed();
        }
        GuardedCall call = new GuardedCall(method, target, arguments(method, invocation));
        return metadata.adapter().invoke(pending(metadata, call), invocation);
    }

    /** Kotlin's suspending functions have one argument more than their callers give. */
    private static @Nullable Object[] arguments(Method method, MethodInvocation invocation) {
        @Nullable Object[] arguments = invocation.getArguments();
        return KotlinDetector.isSuspendingFunction(method) ? Arrays.copyOf(arguments, arguments.length - 1) : arguments;
    }

    private PendingCall pending(IdempotentMetadata metadata, GuardedCall call) {
        return new PendingCall() {

            @Override
            public @Nullable IdempotentOperation operation() {
                return IdempotentInterceptor.this.operation(metadata, call);
            }

            @Override
            public boolean isRequestCompared() {
                return metadata.implicitFingerprint();
            }

            @Override
            public IdempotentExecutor executor() {
                return executors.on(metadata.store());
            }
        };
    }

    /** Null where a key is optional and missing. */
    private @Nullable IdempotentOperation operation(IdempotentMetadata metadata, GuardedCall call) {
        String key = key(metadata, call);
        if (key != null) {
            Function<GuardedCall, Reconciler> reconciler = metadata.reconciler();
            KeyScope within = owned.scope(metadata);
            return new IdempotentOperation(
                    within.namespace(),
                    within.scope(),
                    key,
                    within.storeKey(key),
                    fingerprint(metadata, call),
                    metadata.policy(),
                    reconciler == null ? null : reconciler.apply(call),
                    metadata.adapter().layer(),
                    CallValidator.of(metadata, call, validator));
        }
        if (metadata.required()) {
            throw keyMissing(metadata);
        }
        listener.on(IdempotencyEvent.of(
                IdempotencyEvent.Type.IGNORED,
                metadata.scope(),
                metadata.adapter().layer(),
                null));
        return null;
    }

    private static IdempotencyException keyMissing(IdempotentMetadata metadata) {
        String instead = metadata.key() == null
                ? ": send it in " + metadata.adapter().implicitKeySource()
                : ", and this call has none where it is looked for";
        return new IdempotencyException(IdempotencyProblem.KEY_MISSING, "An idempotency key is required" + instead);
    }

    private @Nullable String key(IdempotentMetadata metadata, GuardedCall call) {
        CallExpression expression = metadata.key();
        return expression == null
                ? metadata.adapter().implicitKey(call, metadata.scope())
                : keys.resolve(expression, call);
    }

    private Fingerprint fingerprint(IdempotentMetadata metadata, GuardedCall call) {
        if (metadata.implicitFingerprint()) {
            return metadata.adapter().implicitFingerprint(metadata.selection());
        }
        CallExpression expression = metadata.fingerprint();
        if (expression == null) {
            return Fingerprint.NONE;
        }
        MessageDigest digest = Fingerprint.digest();
        try {
            json.update(digest, expression.evaluate(call));
        } catch (JacksonException ex) {
            throw new IdempotencyException(
                    IdempotencyProblem.KEY_INVALID, "The fingerprint of this call cannot be derived", null, ex);
        }
        return Fingerprint.of(digest);
    }
}
