package io.github.idempotency.ai.tool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.execution.Reconciler;

/**
 * Says how each tool is guarded: by {@code idempotency.scopes.[tool.<name>]}, then by what is said of all tools, then as
 * anything else. Thread-safe.
 */
public final class ToolPolicies {

    private final Map<String, ToolPolicy> byTool = new ConcurrentHashMap<>();

    private final IdempotentConfiguration configuration;

    private final IdempotentSettings tools;

    private final Function<String, @Nullable Reconciler> reconcilers;

    /**
     * @param configuration what configuration says
     * @param tools what it says of all tools
     * @param reconcilers finds the reconciler of a name
     * @throws InvalidIdempotentException if a tool cannot be guarded as it says
     */
    public ToolPolicies(
            IdempotentConfiguration configuration,
            IdempotentSettings tools,
            Function<String, @Nullable Reconciler> reconcilers) {
        this.configuration = configuration;
        this.tools = tools;
        this.reconcilers = reconcilers;
        String prefix = IdempotentConfiguration.TOOL_PREFIX;
        configuration.scopes().keySet().stream()
                .filter(scope -> scope.startsWith(prefix))
                .forEach(scope -> of(scope.substring(prefix.length())));
        make("");
    }

    ToolPolicy of(String tool) {
        return byTool.computeIfAbsent(tool, this::make);
    }

    private ToolPolicy make(String tool) {
        String scope = IdempotentConfiguration.TOOL_PREFIX + tool;
        try {
            IdempotentSettings settings = configuration.resolve(scope, tools);
            requireSuitable(settings);
            return new ToolPolicy(
                    scope,
                    settings.store(),
                    settings.policy(),
                    isRequired(settings),
                    !Idempotent.FINGERPRINT_OFF.equalsIgnoreCase(settings.fingerprint()),
                    reconciler(settings),
                    settings.anonymous() == null ? AnonymousPolicy.SHARED : settings.anonymous());
        } catch (IllegalArgumentException ex) {
            throw new InvalidIdempotentException(
                    (tool.isEmpty() ? "What is said of all tools " : "The tool '" + tool + "' ") + ex.getMessage()
                            + ".",
                    "Correct idempotency.ai.tools, its profile, or idempotency.scopes.[" + scope + "].",
                    ex);
        }
    }

    /** Most tools are called by agents that nobody guards; what cannot be taken back is not done without a guard. */
    private static boolean isRequired(IdempotentSettings settings) {
        Boolean required = settings.required();
        return required == null ? settings.policy().effect() == Effect.IRREVERSIBLE : required;
    }

    private static void requireSuitable(IdempotentSettings settings) {
        InProgressPolicy policy = settings.onInProgress();
        if (policy == InProgressPolicy.ACCEPT || policy == InProgressPolicy.ATTACH) {
            throw new IllegalArgumentException("has onInProgress = " + policy + ", and an agent waits for the results"
                    + " of its tools: write REJECT or WAIT");
        }
        if (settings.key() != null) {
            throw new IllegalArgumentException("has a key: the id of its call is the key of a tool. To name one, write"
                    + " @Idempotent on the tool's method");
        }
        if (settings.succeededWhen() != null) {
            throw new IllegalArgumentException("has succeededWhen, which judges what a service returns, and of a tool"
                    + " everything is a success that it does not throw: write @Idempotent(succeededWhen = ...) on the"
                    + " tool's method, or let it throw");
        }
        String fingerprint = settings.fingerprint();
        if (fingerprint != null && !Idempotent.FINGERPRINT_OFF.equalsIgnoreCase(fingerprint)) {
            throw new IllegalArgumentException("has a fingerprint: all arguments of a tool are compared, or, with off,"
                    + " none. To select some, write @Idempotent on the tool's method");
        }
    }

    private @Nullable Reconciler reconciler(IdempotentSettings settings) {
        String name = settings.reconcileWith();
        if (name == null) {
            return null;
        }
        if (settings.effect() != Effect.IRREVERSIBLE) {
            throw new IllegalArgumentException("has reconcileWith = \"" + name
                    + "\", but only irreversible work has an unknown outcome: write effect = IRREVERSIBLE");
        }
        Reconciler reconciler = reconcilers.apply(name);
        if (reconciler == null) {
            throw new IllegalArgumentException(
                    "has reconcileWith = \"" + name + "\", and there is no Reconciler bean of that name");
        }
        return reconciler;
    }
}
