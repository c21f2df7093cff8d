package io.github.idempotency.ai.mcp;

import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.execution.GuardedStep;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.GuardedCall;
import io.github.idempotency.store.Fingerprint;

/**
 * Tells the calls of guarded methods apart that one tool call makes, by their order within each scope. One that has failed is
 * the same call when it is made again with the same arguments, as by {@code @Retryable}. Thread-safe.
 */
final class MethodCalls {

    /** Nothing was counted. */
    private static final Counted NONE = new Counted(() -> {}, () -> {});

    private final ThreadLocal<@Nullable Counted> latest = new ThreadLocal<>();

    private final McpKeys keys;

    private final CanonicalJson json;

    MethodCalls(McpKeys keys, CanonicalJson json) {
        this.keys = keys;
        this.json = json;
    }

    /**
     * The key of the call: in that of a client the client's, for the first of each scope; null if it is missing.
     *
     * @param scope of the call
     * @throws io.github.idempotency.IdempotencyException {@code KEY_INVALID}
     */
    @Nullable
    String key(GuardedCall call, String scope) {
        McpCall client = McpCall.current().orElse(null);
        IdempotencyContext within = IdempotencyContext.find().orElse(null);
        if (client != null && (within == null || !client.contains(within))) {
            return key(client, call, scope);
        }
        if (within == null || client == null && !isToolCall(within)) {
            return null;
        }
        GuardedStep step = GuardedStep.next(within, "method", scope, arguments(call));
        latest.set(new Counted(step::failed, step::succeeded));
        return step.key();
    }

    private @Nullable String key(McpCall client, GuardedCall call, String scope) {
        String key = keys.key(client);
        if (key == null) {
            return null;
        }
        String request = scope + "/" + call.method() + "/" + arguments(call);
        int ordinal = client.methodCall(scope, request);
        latest.set(new Counted(
                () -> client.methodCallFailed(request, ordinal), () -> client.methodCallSucceeded(request, ordinal)));
        return ordinal == 1 ? key : McpKeys.MADE + ordinal + "/" + key;
    }

    private static boolean isToolCall(IdempotencyContext within) {
        return within.scope().startsWith(IdempotentConfiguration.TOOL_PREFIX) && !GuardedStep.isStep(within);
    }

    /**
     * A call that has its key.
     *
     * @param failed says so
     * @param succeeded says so, which matters where it has failed before, as one that is subscribed to again
     */
    record Counted(Runnable failed, Runnable succeeded) {}

    /** The call whose key this thread has asked for last; asked for once. */
    Counted made() {
        Counted made = latest.get();
        latest.remove();
        return made == null ? NONE : made;
    }

    /** Compared within one process: what has no JSON is not compared. */
    private Fingerprint arguments(GuardedCall call) {
        MessageDigest digest = Fingerprint.digest();
        try {
            json.update(digest, call.arguments());
        } catch (JacksonException ex) {
            return Fingerprint.NONE;
        }
        return Fingerprint.of(digest);
    }
}
