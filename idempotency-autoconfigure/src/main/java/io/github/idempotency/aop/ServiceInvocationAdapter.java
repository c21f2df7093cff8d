package io.github.idempotency.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodClassKey;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.codec.ResultCodecs;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.store.Fingerprint;

/** Any bean's method: the key is an expression, and what it returns, now or later, is stored. */
public final class ServiceInvocationAdapter implements InvocationAdapter {

    private final Map<MethodClassKey, ServiceAnswer> byMethod = new ConcurrentHashMap<>();

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
        Type declared = GenericTypeResolver.resolveType(method.getGenericReturnType(), targetClass);
        Set<Class<? extends Throwable>> remember = settings.remember();
        ServiceAnswer answer = ServiceAnswer.of(declared, codecs, remember == null ? Set.of() : remember);
        requirePolicy(settings.onInProgress(), answer.form());
        if (Boolean.TRUE.equals(settings.transactional()) && !answer.form().isComplete()) {
            throw new IllegalArgumentException("has transactional = true and returns " + declared.getTypeName()
                    + ", but its transaction ends with the call, before that has yielded all: return the value itself");
        }
        if (settings.succeededWhen() != null && answer.form().isGradual()) {
            throw new IllegalArgumentException("has succeededWhen and returns " + declared.getTypeName()
                    + ", whose elements are given before all of them could be judged: return a Mono or a list of them");
        }
        byMethod.put(new MethodClassKey(method, targetClass), answer);
    }

    private static void requirePolicy(@Nullable InProgressPolicy policy, AnswerForm form) {
        if (policy == InProgressPolicy.ACCEPT) {
            throw new IllegalArgumentException(
                    "has onInProgress = ACCEPT, which is for HTTP requests: of a service write"
                            + " REJECT or WAIT, or guard the handler that calls it");
        }
        if (policy == InProgressPolicy.ATTACH && !form.isSequence()) {
            throw new IllegalArgumentException(
                    "has onInProgress = ATTACH, which is for HTTP requests and for services that"
                            + " return a Flux or another reactive sequence: write REJECT or WAIT, or guard the handler that calls"
                            + " it");
        }
    }

    @Override
    public boolean recordsSequences(Method method, Class<?> targetClass) {
        return answer(method, targetClass).form().isSequence();
    }

    @Override
    public @Nullable String implicitKey() {
        return null;
    }

    @Override
    public Fingerprint implicitFingerprint(FingerprintSelection selection) {
        return Fingerprint.NONE;
    }

    @Override
    public @Nullable Object invoke(
            IdempotentExecutor executor, IdempotentOperation operation, MethodInvocation invocation) throws Throwable {
        ServiceAnswer answer = answer(invocation);
        return answer.form().invoke(executor, operation, answer.codec(), invocation);
    }

    @Override
    public @Nullable Object refuse(IdempotencyException refusal) {
        throw refusal;
    }

    @Override
    public Object refuse(IdempotencyException refusal, MethodInvocation invocation) {
        return answer(invocation).form().refuse(refusal);
    }

    @Override
    public ResultCodec<@Nullable Object> codec(Method method, Class<?> targetClass) {
        return answer(method, targetClass).codec();
    }

    /** Behind an interface proxy it is the implementation that says what is returned. */
    private ServiceAnswer answer(MethodInvocation invocation) {
        Class<?> targetClass = Objects.requireNonNull(invocation.getThis()).getClass();
        return answer(AopUtils.getMostSpecificMethod(invocation.getMethod(), targetClass), targetClass);
    }

    private ServiceAnswer answer(Method method, Class<?> targetClass) {
        return Objects.requireNonNull(byMethod.get(new MethodClassKey(method, targetClass)));
    }
}
