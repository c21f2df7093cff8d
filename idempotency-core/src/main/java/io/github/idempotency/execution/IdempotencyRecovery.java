package io.github.idempotency.execution;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.store.Intent;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RecoverableIdempotencyStore;

/**
 * Closes intents of one store whose callers may never come back: asks the reconciler of each irreversible execution
 * without outcome.
 *
 * <ol>
 *   <li>An execution whose lease is over becomes unknown, by a claim like any other.
 *   <li><em>Happened</em>: the result is stored, and a retry gets it. Where the answer is more than a value, the outcome
 *       stays unknown until a retry asks the reconciler itself.
 *   <li><em>Did not happen</em>: the key is free; the next retry runs.
 *   <li>Nobody can tell, or nobody is there to ask: the outcome stays unknown.
 * </ol>
 *
 * Both answers take effect by the claim that names the unknown token, so recovery and a retry never both win. Repeatable
 * work is left alone: its next caller takes it over. One node at a time has the turn, by a claim on a reserved scope, and
 * a turn that was used up is the only one until the interval is nearly over. Thread-safe.
 */
public final class IdempotencyRecovery {

    /** The scope whose claim is the turn. */
    public static final String SCOPE = "idempotency.recovery";

    private static final Logger log = LoggerFactory.getLogger(IdempotencyRecovery.class);

    /** What a recovery does. That it met a running call or a stored answer is nothing that happened to a caller. */
    private static final Set<Type> TOLD =
            EnumSet.of(Type.RECONCILED, Type.COMPLETED, Type.NOT_RETAINED, Type.RELEASED, Type.LOST, Type.STORE_ERROR);

    private final IntentLog intents;

    private final String namespace;

    private final Function<String, @Nullable RecoverableScope> scopes;

    private final IdempotencyListener listener;

    private final RecoveryTurns turns;

    private final IdempotentExecutor executor;

    private final int batchSize;

    private volatile boolean stopped;

    /**
     * @param executor the engine on the store whose intents are closed; its keeper keeps the turn
     * @param namespace the application's
     * @param scopes how a scope is recovered; null if it cannot be
     * @param interval how often {@link #run()} is called
     * @param batchSize how many intents are read at a time
     * @throws IllegalArgumentException if the store is no {@link RecoverableIdempotencyStore}
     */
    public IdempotencyRecovery(
            IdempotentExecutor executor,
            String namespace,
            Function<String, @Nullable RecoverableScope> scopes,
            Duration interval,
            int batchSize) {
        if (!(executor.store() instanceof RecoverableIdempotencyStore store)) {
            throw new IllegalArgumentException(executor.store().getClass().getName()
                    + " cannot tell which executions have no outcome: it is no RecoverableIdempotencyStore");
        }
        this.intents = new IntentLog(store, namespace);
        this.namespace = namespace;
        this.scopes = scopes;
        this.listener = executor.listener();
        this.turns = new RecoveryTurns(executor, namespace, interval);
        this.executor = executor.telling(this::tell);
        this.batchSize = batchSize;
    }

    /**
     * Asks about every intent once, unless it is another node's turn.
     *
     * @throws RuntimeException of the store, if it cannot tell the intents
     */
    public void run() {
        turns.take(
                still -> intents.walk(batchSize, intent -> {
                    if (still.getAsBoolean()) {
                        recover(intent);
                    }
                    return still.getAsBoolean();
                }),
                () -> !stopped);
    }

    /** Ends a run after the execution it is at. */
    public void stop() {
        stopped = true;
    }

    private void recover(Intent intent) {
        RecoverableScope scope = scopes.apply(intent.scope());
        boolean found = intent.record().state() == RecordState.IN_PROGRESS;
        if (intent.record().effect() == Effect.REPEATABLE || scope == null && !found) {
            return;
        }
        IdempotentOperation operation = operation(intent, scope);
        try {
            if (executor.begin(operation) instanceof Execution execution) {
                close(execution, operation, scope);
            }
        } catch (IdempotencyException ex) {
            log.debug("{} is not recovered", operation, ex);
            if (found && ex.problem() == IdempotencyProblem.OUTCOME_UNKNOWN) {
                listener.on(IdempotencyEvent.of(Type.LEFT_UNKNOWN, intent.scope(), Layer.RECOVERY, intent.key()));
            }
        }
    }

    private IdempotentOperation operation(Intent intent, @Nullable RecoverableScope scope) {
        IdempotencyPolicy guarded = scope == null ? IdempotencyPolicy.DEFAULT : scope.policy();
        // Of the scope's policy only what is kept, and how long: nobody waits here, and nothing runs.
        IdempotencyPolicy policy = IdempotencyPolicy.DEFAULT
                .withEffect(Effect.IRREVERSIBLE)
                .withTtl(guarded.ttl())
                .withResultTtl(guarded.resultTtl())
                .withLease(guarded.lease())
                .withMaxResultSize(guarded.maxResultSize());
        return new IdempotentOperation(
                namespace,
                intent.scope(),
                "",
                intent.key(),
                intent.record().fingerprint(),
                policy,
                scope == null ? null : lost -> ask(scope, lost.withoutKey()),
                Layer.RECOVERY);
    }

    private static Reconciliation<?> ask(RecoverableScope scope, UnknownExecution lost) {
        Reconciliation<?> answer = scope.reconciler().reconcile(lost);
        boolean unanswerable = answer instanceof Reconciliation.Happened && scope.codec() == null;
        return unanswerable ? Reconciliation.cannotTell() : answer;
    }

    private static void close(Execution execution, IdempotentOperation operation, @Nullable RecoverableScope scope) {
        ResultCodec<@Nullable Object> codec = scope == null ? null : scope.codec();
        if (execution.reconciled() && codec != null) {
            Object value = execution.<@Nullable Object, RuntimeException>call(() -> null);
            execution.complete(CodedAnswer.encode(operation, codec, value));
        } else {
            // It did not happen; or somebody had settled it before, and then nothing is left of this claim.
            execution.release();
        }
    }

    private void tell(IdempotencyEvent event) {
        if (TOLD.contains(event.type())) {
            listener.on(event);
        }
    }
}
