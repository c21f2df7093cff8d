package io.github.idempotency.execution;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.StoreKey;

/**
 * What the running code may know about its execution. Bound to the thread that runs the action; an inner guarded call
 * has its own and gives the outer one back when it ends. Thread-safe: it may be handed to other threads, and {@link
 * #wrap(Runnable)} makes it the current one there.
 */
public final class IdempotencyContext {

    private static final ThreadLocal<@Nullable IdempotencyContext> CURRENT = new ThreadLocal<>();

    private final IdempotentOperation operation;

    private final long token;

    private final int attempt;

    private final ObservedCall observed;

    private final long startedNanos = System.nanoTime();

    /** Most calls take no steps. */
    private volatile @Nullable StepsTaken steps;

    private final ExecutionCosts costs;

    private volatile boolean leaseLost;

    IdempotencyContext(
            IdempotentOperation operation, Claim.Acquired claim, ObservedCall observed, ExecutionCosts costs) {
        this.operation = operation;
        this.token = claim.token();
        this.attempt = claim.attempt();
        this.observed = observed;
        this.costs = costs;
    }

    /**
     * The context of the innermost guarded call that runs on this thread. A call that runs unprotected has none: one
     * without a key where {@code required} is false, and one without a store where {@code onStoreFailure} is
     * {@code RUN_UNPROTECTED}. Where either can be, ask {@link #find()}.
     *
     * @throws IllegalStateException outside any
     */
    public static IdempotencyContext current() {
        return find().orElseThrow(() -> new IllegalStateException(
                "No idempotent execution runs on this thread: call it from within an @Idempotent method, and find() where"
                        + " that may run unprotected"));
    }

    /** The context of the innermost guarded call that runs on this thread, if any; none in a call that runs unprotected. */
    public static Optional<IdempotencyContext> find() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** The caller's key, as it came. Do not log it. */
    public String key() {
        return operation.key();
    }

    /** The scope of the operation. */
    public String scope() {
        return operation.scope();
    }

    /** The record's name, fit for logs. */
    public StoreKey storeKey() {
        return operation.storeKey();
    }

    /** Executions begun under this key, this one included; 1 on the first. */
    public int attempt() {
        return attempt;
    }

    /**
     * Greater in every later claim of this key. A resource that remembers the greatest token it has seen, and refuses a
     * smaller one, cannot be written by an owner that was paused and taken over.
     */
    public long fencingToken() {
        return token;
    }

    /** Whether another caller may own the key by now: stop before the next effect. */
    public boolean leaseLost() {
        return leaseLost;
    }

    /**
     * A key for a step of this execution or a downstream system: 22 characters of base64url, the same in every attempt,
     * different for every name, caller and scope.
     */
    public String childKey(String name) {
        return childKey(operation.storeKey(), name);
    }

    /**
     * {@link #childKey(String)} for the next of several steps of one name: the first call in an attempt asks for the first
     * step, and so on. Stable where every attempt takes these steps in the same order, one after the other; steps that
     * run side by side need names of their own.
     */
    public String nextChildKey(String name) {
        String ordinal = String.valueOf(steps().next(name));
        return StoreKey.of(operation.storeKey().reference(), name, ordinal).reference();
    }

    /**
     * Adds to what this execution has cost; several reports add up. Report what has been paid as soon as it is known: it
     * is spent, whatever becomes of the execution, and charged to the key when its answer is stored.
     *
     * <p>A cost belongs to one execution, the innermost that has caused it. What is reported in a guarded call within this
     * one is charged to the record of that call and not to this one's, so that sums over records count it once; report it
     * at one of the two. A replay of this execution saves both.
     *
     * <p>Never throws for want of a ledger or of a price. What is reported after the execution has ended is spent, and not
     * charged any more.
     */
    public void recordCost(Cost cost) {
        costs.record(cost);
    }

    static String childKey(StoreKey parent, String name) {
        return StoreKey.of(parent.reference(), name).reference();
    }

    /** The task, which finds this context as the current one on whatever thread runs it. */
    public Runnable wrap(Runnable task) {
        return () -> call(() -> {
            task.run();
            return task;
        });
    }

    /** The task, which finds this context as the current one on whatever thread runs it. */
    public <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        return () -> this.<T, Exception>call(task::call);
    }

    /**
     * Makes a context the current one of this thread until another call of this method; null: there is none. For what
     * carries contexts between threads; anybody else calls {@code wrap}, which gives the thread back as it was.
     */
    public static void bind(@Nullable IdempotencyContext context) {
        if (context != null) {
            CURRENT.set(context);
            DiagnosticContext.put(context);
        } else if (CURRENT.get() != null) {
            CURRENT.remove();
            DiagnosticContext.remove();
        }
    }

    ExecutionCosts costs() {
        return costs;
    }

    IdempotentOperation operation() {
        return operation;
    }

    Map<String, String> failedSteps() {
        return steps().failed();
    }

    private StepsTaken steps() {
        StepsTaken taken = steps;
        if (taken != null) {
            return taken;
        }
        synchronized (this) {
            StepsTaken first = steps;
            if (first == null) {
                first = new StepsTaken();
                steps = first;
            }
            return first;
        }
    }

    /** How long ago the claim was made, by this node's own measure. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** The action has failed, at once or later. */
    void failed(Throwable failure) {
        observed.failed(failure);
    }

    void loseLease() {
        leaseLost = true;
    }

    <T extends @Nullable Object, X extends Throwable> T call(IdempotentAction<T, X> action) throws X {
        IdempotencyContext outer = CURRENT.get();
        bind(this);
        ObservedCall.Scope scope = observed.open();
        try {
            return action.run();
        } finally {
            scope.close();
            bind(outer);
        }
    }
}
