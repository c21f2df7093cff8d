package io.github.idempotency.ai.tool;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.Reconciler;

/**
 * How the calls of one tool are guarded.
 *
 * @param scope what the keys of its calls are unique within
 * @param store the name of the store of its records; null for the default one
 * @param policy as of any operation
 * @param required whether a call that cannot be told from others is refused
 * @param compared whether a used key with other arguments is noticed
 * @param reconciler finds out about an unknown outcome; null if nobody can
 * @param anonymous whose the calls of nobody in particular are
 */
record ToolPolicy(
        String scope,
        @Nullable String store,
        IdempotencyPolicy policy,
        boolean required,
        boolean compared,
        @Nullable Reconciler reconciler,
        AnonymousPolicy anonymous) {}
