package io.github.idempotency.aop;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.key.FingerprintSelection;
import io.github.idempotency.key.GuardedCall;
import io.github.idempotency.store.Fingerprint;

/** Translates calls of one kind of method for the engine: what the key is by default, and what is stored. */
public interface InvocationAdapter {

    /** Whether methods like this are this adapter's. */
    boolean supports(Method method, Class<?> targetClass);

    /** Whether an annotation on the type guards this method of it. */
    boolean guardedByType(Method method, Class<?> targetClass);

    /** Where the key of a method without a key expression comes from; null if nowhere. */
    @Nullable
    String implicitKeySource();

    /** What kind of calls these are, for meters and traces. */
    default Layer layer() {
        return implicitKeySource() == null ? Layer.SERVICE : Layer.HTTP;
    }

    /**
     * Gets ready for calls of the method, and refuses what could only fail later.
     *
     * @throws IllegalArgumentException saying what is wrong with the method's signature or settings
     */
    void prepare(Method method, Class<?> targetClass, IdempotentSettings settings);

    /** Whether calls of the method cannot be answered unless the store keeps sequences. */
    default boolean recordsSequences(Method method, Class<?> targetClass) {
        return false;
    }

    /** The key of the current call where no expression says it; null if it is missing. */
    @Nullable
    String implicitKey();

    /**
     * As {@link #implicitKey()}, where it depends on the call.
     *
     * @param scope what the key is unique within
     */
    default @Nullable String implicitKey(GuardedCall call, String scope) {
        return implicitKey();
    }

    /** The fingerprint of what is selected of the current call, where no expression says it. */
    Fingerprint implicitFingerprint(FingerprintSelection selection);

    /** How what the method returned is stored; null where more than that is. */
    default @Nullable ResultCodec<@Nullable Object> codec(Method method, Class<?> targetClass) {
        return null;
    }

    /**
     * Guards a call: now, unless the method only says what is to be done once somebody wants it.
     *
     * @return what the method returns
     */
    default @Nullable Object invoke(PendingCall call, MethodInvocation invocation) throws Throwable {
        IdempotentOperation operation;
        try {
            operation = call.operation();
        } catch (IdempotencyException ex) {
            return refuse(ex, invocation);
        }
        return operation == null ? invocation.proceed() : invoke(call.executor(), operation, invocation);
    }

    /** Runs the call, or gives the stored answer. */
    @Nullable
    Object invoke(IdempotentExecutor executor, IdempotentOperation operation, MethodInvocation invocation)
            throws Throwable;

    /**
     * Gives a refusal in the form in which it should leave the method.
     *
     * @return what the method returns instead
     * @throws RuntimeException what it throws instead
     */
    @Nullable
    Object refuse(IdempotencyException refusal);

    /** As {@link #refuse(IdempotencyException)}, where the form is the method's. */
    default @Nullable Object refuse(IdempotencyException refusal, MethodInvocation invocation) {
        return refuse(refusal);
    }
}
