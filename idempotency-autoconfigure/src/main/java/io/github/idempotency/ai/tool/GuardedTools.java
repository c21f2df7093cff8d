package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentAction;
import io.github.idempotency.execution.IdempotentExecutors;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.store.Fingerprint;

/**
 * Runs tool calls once each. A call is known by its owner, session, tool and id: the same again gets the stored result, the
 * same with other arguments is refused, another one runs. A tool that fails has stored nothing. Thread-safe.
 */
public final class GuardedTools {

    private final ToolPolicies policies;

    private final KeyResolver keys;

    private final ToolArguments arguments;

    private final Supplier<IdempotentExecutors> executors;

    private final IdempotencyListener listener;

    private final List<ReadOnlyTools> readOnly;

    /**
     * @param policies how each tool is guarded
     * @param keys says whose calls they are
     * @param json compares arguments
     * @param executors run them; asked for when one is to be guarded
     * @param listener is told of calls that run unprotected
     * @param readOnly know the tools that are not guarded
     */
    public GuardedTools(
            ToolPolicies policies,
            KeyResolver keys,
            CanonicalJson json,
            Supplier<IdempotentExecutors> executors,
            IdempotencyListener listener,
            List<ReadOnlyTools> readOnly) {
        this.policies = policies;
        this.keys = keys;
        this.arguments = new ToolArguments(json);
        this.executors = executors;
        this.listener = listener;
        this.readOnly = List.copyOf(readOnly);
    }

    /** Whether calls of the tool are not guarded. */
    public boolean isReadOnly(String tool) {
        return readOnly.stream().anyMatch(known -> known.isReadOnly(tool));
    }

    /**
     * Gives the result of a call: the stored one, or the action's.
     *
     * @throws IdempotencyException if the call was refused; the tool did not run
     * @throws X what the tool throws: its key is then free again, or its outcome unknown if it is irreversible
     */
    public <T extends @Nullable Object, X extends Throwable> T call(
            ToolCall call, ResultCodec<T> codec, IdempotentAction<T, X> action) throws X {
        return isReadOnly(call.tool()) ? action.run() : call(keyed(call, caller()), codec, action);
    }

    /** Who has tools called on this thread. */
    ToolCaller caller() {
        return new ToolCaller(keys.owner(), IdempotencyContext.find().orElse(null));
    }

    /** The call with its key, of which the next such call has another: ask once for each, in the order of the message. */
    KeyedToolCall keyed(ToolCall call, ToolCaller caller) {
        Fingerprint fingerprint = arguments.fingerprint(call.arguments());
        return new KeyedToolCall(call, fingerprint, ToolKeys.key(call, fingerprint, caller.within()), caller.owner());
    }

    /** As the other, for a call that is not read-only. */
    <T extends @Nullable Object, X extends Throwable> T call(
            KeyedToolCall keyed, ResultCodec<T> codec, IdempotentAction<T, X> action) throws X {
        ToolPolicy policy = policies.of(keyed.call().tool());
        String key = keyed.key();
        if (key != null) {
            return executors.get().on(policy.store()).execute(operation(policy, keyed, key), codec, action);
        }
        if (policy.required()) {
            throw missing(keyed.call());
        }
        listener.on(IdempotencyEvent.of(IdempotencyEvent.Type.IGNORED, policy.scope(), Layer.TOOL, null));
        return action.run();
    }

    private IdempotentOperation operation(ToolPolicy policy, KeyedToolCall keyed, String key) {
        KeyScope within = keys.scope(policy.scope(), keyed.owner());
        if (within.owner().isEmpty() && policy.anonymous() == AnonymousPolicy.REFUSE) {
            throw new IdempotencyException(
                    IdempotencyProblem.OWNER_MISSING,
                    "Tool calls belong to their caller, and this caller is not authenticated");
        }
        return new IdempotentOperation(
                within.namespace(),
                within.scope(),
                key,
                within.storeKey(key),
                policy.compared() ? keyed.arguments() : Fingerprint.NONE,
                policy.policy(),
                policy.reconciler(),
                Layer.TOOL);
    }

    private static IdempotencyException missing(ToolCall call) {
        return new IdempotencyException(
                IdempotencyProblem.KEY_MISSING,
                "The call of the tool '" + call.tool()
                        + "' cannot be told from others, so it was not run: run the agent"
                        + " within an @Idempotent method"
                        + (call.id() == null || call.id().isBlank()
                                ? ", because the model gives its calls no id"
                                : ", or say which conversation it is in")
                        + ". For a tool that may run again write idempotency.ai.tools.read-only, to run it unprotected"
                        + " idempotency.ai.tools.required=false");
    }
}
