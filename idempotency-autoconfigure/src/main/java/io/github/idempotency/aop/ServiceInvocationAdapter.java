package io.github.idempotency.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodClassKey;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.codec.ResultCodecs;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.store.Fingerprint;

/** Any bean's method: the key is an expression, and the return value is stored. */
public final class ServiceInvocationAdapter implements InvocationAdapter {

    private final Map<MethodClassKey, ResultCodec<@Nullable Object>> byMethod = new ConcurrentHashMap<>();

    private final ResultCodecs codecs;

    public ServiceInvocationAdapter(ResultCodecs codecs) {
        this.codecs = codecs;
    }

    @Override
    public boolean supports(Method method, Class<?> targetClass) {
        return true;
    }

    @Override
    public boolean guardedByType(Method method, Class<?> targetClass) {
        return true;
    }

    @Override
    public @Nullable String implicitKeySource() {
        return null;
    }

    @Override
    public void prepare(Method method, Class<?> targetClass, IdempotentSettings settings) {
        if (settings.onInProgress() == InProgressPolicy.ACCEPT) {
            throw new IllegalArgumentException("has onInProgress = ACCEPT, which is an answer to an HTTP request: of a"
                    + " service write REJECT or WAIT, or guard the handler that calls it");
        }
        Set<Class<? extends Throwable>> remember = settings.remember();
        byMethod.put(
                new MethodClassKey(method, targetClass),
                codecs.forMethod(method, targetClass, remember == null ? Set.of() : remember));
    }

    @Override
    public @Nullable String implicitKey() {
        return null;
    }

    @Override
    public Fingerprint implicitFingerprint(FingerprintSelection selection) {
        return Fingerprint.NONE;
    }

    // The bound of a type variable of another module is not read from its class file before Java 22.
    @SuppressWarnings("NullAway")
    @Override
    public @Nullable Object invoke(
            IdempotentExecutor executor, IdempotentOperation operation, MethodInvocation invocation) throws Throwable {
        Class<?> targetClass = Objects.requireNonNull(invocation.getThis()).getClass();
        // Behind an interface proxy it is the implementation that says what is returned.
        Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), targetClass);
        return executor.<@Nullable Object, Throwable>execute(
                operation, codec(method, targetClass), invocation::proceed);
    }

    @Override
    public @Nullable Object refuse(IdempotencyException refusal) {
        throw refusal;
    }

    @Override
    public ResultCodec<@Nullable Object> codec(Method method, Class<?> targetClass) {
        return Objects.requireNonNull(byMethod.get(new MethodClassKey(method, targetClass)));
    }
}
