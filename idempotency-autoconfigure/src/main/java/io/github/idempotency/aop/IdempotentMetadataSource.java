package io.github.idempotency.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodClassKey;
import org.springframework.util.StringValueResolver;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.key.CallExpression;
import io.github.idempotency.key.CallExpressionParser;
import io.github.idempotency.key.GuardedCall;
import io.github.idempotency.key.KeyResolver;

/** Turns annotation and configuration into metadata, once per method. Thread-safe. */
public final class IdempotentMetadataSource {

    private final Map<MethodClassKey, Optional<IdempotentMetadata>> cache = new ConcurrentHashMap<>();

    private final RecoverableScopes recoverable = new RecoverableScopes();

    private final AcceptingMethods accepting = new AcceptingMethods();

    private final List<InvocationAdapter> adapters;

    private final IdempotentConfiguration configuration;

    private final CallExpressionParser expressions;

    private final KeyResolver keys;

    private final ReconcilerLookup reconcilers;

    private final AnnotationSettings annotations;

    /**
     * @param adapters the kinds of methods, the most special first; the last one takes any
     * @param configuration what configuration says
     * @param expressions parses keys and fingerprints
     * @param keys says whose keys they are
     * @param reconcilers finds those who know about unknown outcomes
     * @param placeholders resolves the annotation's strings
     */
    public IdempotentMetadataSource(
            List<InvocationAdapter> adapters,
            IdempotentConfiguration configuration,
            CallExpressionParser expressions,
            KeyResolver keys,
            ReconcilerLookup reconcilers,
            StringValueResolver placeholders) {
        this.adapters = List.copyOf(adapters);
        this.configuration = configuration;
        this.expressions = expressions;
        this.keys = keys;
        this.reconcilers = reconcilers;
        this.annotations = new AnnotationSettings(placeholders);
    }

    /**
     * The metadata of a guarded method; null if it is not guarded after all.
     *
     * @throws InvalidIdempotentException if it cannot be guarded as it is
     */
    public @Nullable IdempotentMetadata find(Method method, Class<?> targetClass) {
        MethodClassKey key = new MethodClassKey(method, targetClass);
        Optional<IdempotentMetadata> known = cache.get(key);
        if (known == null) {
            known = Optional.ofNullable(make(method, targetClass));
            known.ifPresent(metadata -> recoverable.add(method, targetClass, metadata));
            if (cache.putIfAbsent(key, known) == null) {
                known.ifPresent(accepting::add);
            }
        }
        return known.orElse(null);
    }

    /** What can be recovered of the methods that have been asked for. */
    public RecoverableScopes recoverableScopes() {
        return recoverable;
    }

    /** The scopes of the methods that have been asked for. */
    Set<String> scopes() {
        return known().map(IdempotentMetadata::scope).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name of the store of a scope's records; null for the default one. */
    public @Nullable String store(String scope) {
        return settings(scope).store();
    }

    /** What is said about a scope: of its method, or where none has been asked for by configuration. */
    public IdempotentSettings settings(String scope) {
        return known().filter(metadata -> metadata.scope().equals(scope))
                .findAny()
                .map(IdempotentMetadata::settings)
                .orElseGet(() -> configuration.resolve(scope, IdempotentSettings.NONE));
    }

    /**
     * The scopes of methods whose answers are to be gone before their keys.
     *
     * @param stores asked for the name of their store; null for the default one
     */
    public Set<String> forgettingEarly(Predicate<@Nullable String> stores) {
        return known().filter(metadata -> metadata.policy().resultTtl() != null && stores.test(metadata.store()))
                .map(IdempotentMetadata::scope)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The methods that tell their duplicates where to ask. */
    AcceptingMethods accepting() {
        return accepting;
    }

    private Stream<IdempotentMetadata> known() {
        return cache.values().stream().flatMap(Optional::stream);
    }

    /** Whether requests are handled by the method, of those that an annotation on the type would guard. */
    boolean isHandler(Method method, Class<?> targetClass) {
        InvocationAdapter adapter = adapter(method, targetClass);
        return adapter.implicitKeySource() != null && adapter.guardedByType(method, targetClass);
    }

    private InvocationAdapter adapter(Method method, Class<?> targetClass) {
        return adapters.stream()
                .filter(candidate -> candidate.supports(method, targetClass))
                .findFirst()
                .orElseThrow();
    }

    private @Nullable IdempotentMetadata make(Method method, Class<?> targetClass) {
        Idempotent annotation = GuardedMethods.annotation(method, targetClass);
        if (annotation == null) {
            return null;
        }
        InvocationAdapter adapter = adapter(method, targetClass);
        if (GuardedMethods.byType(method, targetClass) && !adapter.guardedByType(method, targetClass)) {
            return null;
        }
        try {
            return make(method, targetClass, annotation, adapter);
        } catch (IllegalArgumentException ex) {
            throw new InvalidIdempotentException(
                    "@Idempotent on " + GuardedMethods.name(method, targetClass) + " " + ex.getMessage() + ".",
                    "Correct the annotation, or its idempotency.scopes.<scope> configuration.",
                    ex);
        }
    }

    private IdempotentMetadata make(
            Method method, Class<?> targetClass, Idempotent annotation, InvocationAdapter adapter) {
        String named = annotations.scope(annotation);
        String scope = named != null ? named : GuardedMethods.defaultScope(method, targetClass);
        IdempotentSettings settings = configuration.resolve(scope, annotations.of(annotation));
        if (settings.key() == null && adapter.implicitKeySource() == null) {
            throw new IllegalArgumentException("has no key: outside a controller write key = \"#argument.property\"");
        }
        adapter.prepare(method, targetClass, settings);
        if (settings.succeededWhen() != null && adapter.layer() == Layer.HTTP) {
            throw new IllegalArgumentException(
                    "has succeededWhen, which judges what a service returns: what a request is"
                            + " answered is judged by its status, so write it on the service that the handler calls");
        }
        boolean implicit = settings.fingerprint() == null && settings.key() == null;
        requireCompared(scope, implicit);
        boolean off = Idempotent.FINGERPRINT_OFF.equalsIgnoreCase(settings.fingerprint());
        return new IdempotentMetadata(
                scope,
                settings,
                settings.policy(),
                settings.required() == null || settings.required(),
                expression("key", settings.key(), method),
                off ? null : expression("fingerprint", settings.fingerprint(), method),
                implicit,
                settings.fingerprinted().selection(),
                expression("succeededWhen", settings.succeededWhen(), method, "result"),
                reconciler(settings, method, targetClass),
                anonymous(settings),
                adapter);
    }

    private void requireCompared(String scope, boolean implicit) {
        IdempotentSettings own = configuration.scopes().get(scope);
        if (own != null && own.requestFingerprint() != null && !implicit) {
            throw new IllegalArgumentException("has a request-fingerprint, but its request is not compared, because its"
                    + " key is an expression or its fingerprint is one or off");
        }
    }

    /**
     * A key of the header is the caller's own, so it needs an owner where there are any. An expression names the work:
     * whoever names the same is meant.
     */
    private AnonymousPolicy anonymous(IdempotentSettings settings) {
        AnonymousPolicy policy = settings.anonymous();
        if (policy == null) {
            return keys.expectsOwners() && settings.key() == null ? AnonymousPolicy.REFUSE : AnonymousPolicy.SHARED;
        }
        if (policy == AnonymousPolicy.REFUSE && !keys.knowsOwners()) {
            throw new IllegalArgumentException(
                    "has anonymous = refuse, but nobody says who the caller is, so every call"
                            + " would be refused: add Spring Security or declare a KeyOwnerResolver bean");
        }
        return policy;
    }

    private @Nullable CallExpression expression(
            String attribute, @Nullable String text, Method method, String... further) {
        if (text == null) {
            return null;
        }
        try {
            return expressions.parse(text, method, further);
        } catch (IllegalArgumentException ex) {
            throw new IllegalArgumentException(
                    "has " + attribute + " = \"" + text + "\", which " + ex.getMessage(), ex);
        }
    }

    private @Nullable Function<GuardedCall, Reconciler> reconciler(
            IdempotentSettings settings, Method method, Class<?> targetClass) {
        String name = settings.reconcileWith();
        if (name == null) {
            return null;
        }
        if (settings.effect() != Effect.IRREVERSIBLE) {
            throw new IllegalArgumentException("has reconcileWith = \"" + name
                    + "\", but only irreversible work has an unknown outcome: write effect = Effect.IRREVERSIBLE");
        }
        return reconcilers.find(name, method, targetClass);
    }
}
