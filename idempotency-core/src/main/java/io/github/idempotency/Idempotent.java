package io.github.idempotency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Guards a method: the first call with a key runs, a retry with the same key gets the first answer back.
 *
 * <p>On a controller method the HTTP response is what is stored and the key comes from the {@code Idempotency-Key}
 * header; on any other bean the return value is stored and {@link #key()} is mandatory. On a type it guards every public
 * method, on a controller every handler that is not mapped to a safe HTTP method only. As a meta-annotation it may be
 * composed with Spring's {@code @AliasFor}.
 *
 * <p>Every attribute can be set in configuration too. An attribute set here beats {@code idempotency.*} and the
 * {@link #profile()}; {@code idempotency.scopes.<scope>.*} beats what is set here. String attributes accept
 * {@code ${…}} placeholders. A mistake in any of them stops the application from starting.
 *
 * <p>Note that the advice is a proxy: a call from within the same object, a private or a final method is not guarded.
 * Such methods are reported at startup.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {

    /** The value of {@link #fingerprint()} that turns the comparison of requests off. */
    String FINGERPRINT_OFF = "off";

    /**
     * How long the answer is kept, from its completion: {@code 30s}, {@code 24h}, {@code PT1H}. At least one
     * millisecond; {@code 24h} unless configured. After it the key is free again.
     */
    String ttl() default "";

    /**
     * How long the answer itself is kept where it should be gone before its key is free again, from its completion. At
     * least one millisecond, at most {@link #ttl()}; as long as that unless configured. After it the answer has been
     * deleted from the store, and a retry is told so (409 {@code response-not-retained}) instead of being run.
     */
    String resultTtl() default "";

    /**
     * What a key is unique within, beside the application's namespace and the owner. Default: declaring class and
     * method. An explicit scope survives a renaming of the method; methods that share a scope share its keys.
     */
    String scope() default "";

    /** The name of a bundle of settings under {@code idempotency.profiles.<profile>.*}. */
    String profile() default "";

    /**
     * SpEL that yields the key. Arguments by name ({@code #event.id}) or index ({@code #a0}), {@code #root.method},
     * {@code #header['X-Name']}, {@code #principal}. A result that is null or blank is a missing key. Empty: the
     * request header, on controllers only.
     */
    String key() default "";

    /**
     * Whether a call without a key is refused, at most one value; {@code true} unless configured. When false such a call
     * runs unprotected.
     */
    boolean[] required() default {};

    /**
     * SpEL that yields what must be equal for a retry to be the same request, or {@link #FINGERPRINT_OFF}. Empty: the
     * whole request where the key comes from the header, nothing where the key is an expression.
     */
    String fingerprint() default "";

    /**
     * How long a claim lives unless renewed; renewed at a third while the call runs. {@code 30s} unless configured. It
     * bounds how long a crashed owner blocks its key, not how long a call may take.
     */
    String lease() default "";

    /** Whether a second execution would be harmless, at most one value; {@link Effect#REPEATABLE} unless configured. */
    Effect[] effect() default {};

    /**
     * Who finds out what became of an irreversible execution whose owner died or failed: the name of a method of this
     * class with the same parameters, and if it likes an {@code UnknownExecution} after them, that returns
     * {@link Reconciliation} and changes nothing; or the name of a {@code Reconciler} bean. It is asked when a call finds the outcome unknown,
     * a bean also in the background where {@code idempotency.recovery.enabled} says so.
     */
    String reconcileWith() default "";

    /**
     * Whether the method and the storing of its answer are one transaction of the records' database, at most one value;
     * {@code false} unless configured. The transaction is the call's own and begins after the claim. What the method
     * writes there, and what {@code @Transactional} methods write that it calls, commits with the answer or not at all:
     * exactly once. An exception rolls it back. Needs a store in that database and its transaction manager.
     */
    boolean[] transactional() default {};

    /**
     * Exceptions of the method that are known to precede its effect, subclasses included: the key of irreversible work
     * is then free again. That of repeatable work always is.
     */
    Class<? extends Throwable>[] releaseOn() default {};

    /**
     * Exceptions of a service method, subclasses not included, that are an answer: type and message are stored and
     * thrown again at a retry, for as long as the method lists the type. Each has a constructor that takes nothing but
     * its message, or nothing. On a controller the answer that an exception becomes is stored by its status instead.
     */
    Class<? extends Throwable>[] remember() default {};

    /**
     * SpEL over {@code #result} that says whether what a service method returned is a usable answer; the call's arguments
     * and the other variables of {@link #key()} may be named too. Of one that is not, the record says {@code REJECTED}:
     * the caller and every retry with the key get it all the same. An expression that cannot be evaluated rejects.
     */
    String succeededWhen() default "";

    /** What a duplicate of a running call gets, at most one value; {@link InProgressPolicy#REJECT} unless configured. */
    InProgressPolicy[] onInProgress() default {};

    /** How long a duplicate waits with {@link InProgressPolicy#WAIT}: {@code 10s} unless configured. */
    String waitTimeout() default "";

    /** What a used key with another request gets, at most one value; {@link MismatchPolicy#REJECT} unless configured. */
    MismatchPolicy[] onMismatch() default {};

    /**
     * What a call gets when the store cannot be asked, at most one value; {@link StoreFailurePolicy#REFUSE} unless
     * configured.
     */
    StoreFailurePolicy[] onStoreFailure() default {};

    /**
     * What becomes of work whose caller goes away before it is answered, at most one value; {@link CancelPolicy#DRAIN}
     * unless configured. For methods that answer asynchronously.
     */
    CancelPolicy[] onCancel() default {};
}
