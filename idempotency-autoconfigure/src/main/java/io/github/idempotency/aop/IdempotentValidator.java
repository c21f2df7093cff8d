package io.github.idempotency.aop;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ReflectionUtils.MethodFilter;

import io.github.idempotency.InProgressPolicy;
import io.github.idempotency.execution.JoinedTransaction;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;
import io.github.idempotency.store.InspectableIdempotencyStore;
import io.github.idempotency.store.SequencedIdempotencyStore;

/** Looks at every guarded method before the first call, and stops the start where one would not be guarded. */
public final class IdempotentValidator implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(IdempotentValidator.class);

    private final ConfigurableListableBeanFactory beans;

    private final IdempotentMetadataSource source;

    private final IdempotentConfiguration configuration;

    private final IdempotencyStores stores;

    private final Map<String, Method> owners = new HashMap<>();

    private final Map<String, IdempotencyStore> storesOfScopes = new HashMap<>();

    public IdempotentValidator(
            ConfigurableListableBeanFactory beans,
            IdempotentMetadataSource source,
            IdempotentConfiguration configuration,
            IdempotencyStores stores) {
        this.beans = beans;
        this.source = source;
        this.configuration = configuration;
        this.stores = stores;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanNamesForType(Object.class, false, false)) {
            Class<?> type = GuardedMethods.targetClass(beans, name);
            if (type != null && GuardedMethods.mayBeGuarded(type)) {
                validate(name, type);
            }
        }
        warnOfUnknownScopes();
    }

    private void validate(String beanName, Class<?> type) {
        Set<Method> guarded = MethodIntrospector.selectMethods(
                type, (MethodFilter) method -> GuardedMethods.annotation(method, type) != null);
        for (Method method : guarded) {
            requireAdvisable(method, type);
            IdempotentMetadata metadata = source.find(method, type);
            if (metadata != null) {
                validate(beanName, type, method, metadata);
            }
        }
        if (GuardedMethods.onType(type) != null) {
            warnOfHandlersLeftOut(type);
        }
    }

    private void warnOfHandlersLeftOut(Class<?> type) {
        MethodFilter leftOut = method -> GuardedMethods.isLeftOut(method, type) && source.isHandler(method, type);
        for (Method method : MethodIntrospector.selectMethods(type, leftOut)) {
            log.warn(
                    "{} handles requests and is not guarded: @Idempotent on its class means public methods only. Make it"
                            + " public, or annotate it itself",
                    GuardedMethods.name(method, type));
        }
    }

    private void validate(String beanName, Class<?> type, Method method, IdempotentMetadata metadata) {
        requireStore(method, type, metadata);
        requireTransactions(method, type, metadata);
        requireStatus(method, type, metadata);
        requireProxy(beanName, method, type);
        requireOwnScope(method, type, metadata);
        requireNoSelfInvocation(method, type);
        warnOfOuterAdvice(method, type, Async.class, "the caller gets no answer to wait for; a duplicate runs in vain");
        warnOfOuterAdvice(
                method,
                type,
                Retryable.class,
                "each retry is a new attempt under the same key, and refusals are retried too unless it excludes them");
    }

    private static void requireAdvisable(Method method, Class<?> type) {
        String why = GuardedMethods.unadvisable(method, type);
        if (why != null) {
            throw invalid(
                    method,
                    type,
                    why + ", so no proxy can guard it",
                    "Make it an overridable method of a class that is not final.");
        }
    }

    private void requireStore(Method method, Class<?> type, IdempotentMetadata metadata) {
        Optional<IdempotencyStore> store = stores.find(metadata.store());
        if (store.isEmpty()) {
            throw invalid(
                    method,
                    type,
                    "needs a store, and there is none",
                    "Add spring-boot-starter-data-redis and configure spring.data.redis, or spring-boot-starter-jdbc and"
                            + " configure spring.datasource; set idempotency.store=memory for development, or declare"
                            + " an IdempotencyStore bean.");
        }
        IdempotencyStore other = storesOfScopes.putIfAbsent(metadata.scope(), store.get());
        if (other != null && other != store.get()) {
            throw invalid(
                    method,
                    type,
                    "keeps its records elsewhere than another method of the scope '" + metadata.scope() + "'",
                    "Give all of them one profile, or set idempotency.scopes." + metadata.scope() + ".store.");
        }
    }

    private void requireTransactions(Method method, Class<?> type, IdempotentMetadata metadata) {
        if (!metadata.policy().transactional()) {
            return;
        }
        try {
            JoinedTransaction.require(stores.find(metadata.store()).orElseThrow());
        } catch (IllegalStateException ex) {
            throw invalid(
                    method,
                    type,
                    "is transactional, but " + ex.getMessage(),
                    "Keep the records in the database that it writes to: set idempotency.store=jdbc or redis+jdbc, let"
                            + " the records and the application have one DataSource, and declare one transaction manager"
                            + " for it, or make one of several @Primary.");
        }
    }

    private void requireStatus(Method method, Class<?> type, IdempotentMetadata metadata) {
        IdempotencyStore store = stores.find(metadata.store()).orElseThrow();
        boolean sequence = metadata.adapter().recordsSequences(method, type);
        boolean attaching = metadata.policy().onInProgress() == InProgressPolicy.ATTACH;
        if ((sequence || attaching) && !(store instanceof SequencedIdempotencyStore)) {
            throw invalid(
                    method,
                    type,
                    (sequence ? "answers with a sequence" : "has onInProgress = ATTACH")
                            + ", but its store does not keep what is given bit by bit",
                    "Let the store be a SequencedIdempotencyStore, or "
                            + (sequence ? "return a Mono of the list of the elements." : "write REJECT or WAIT."));
        }
        if (metadata.policy().onInProgress() == InProgressPolicy.ACCEPT
                && !(store instanceof InspectableIdempotencyStore)) {
            throw invalid(
                    method,
                    type,
                    "has onInProgress = ACCEPT, but its store cannot be asked what has become of a call",
                    "Let the store be an InspectableIdempotencyStore, or write REJECT or WAIT.");
        }
    }

    private void requireProxy(String beanName, Method method, Class<?> type) {
        Object bean = beans.getSingleton(beanName);
        if (bean != null && type.isInstance(bean) && !AopUtils.isAopProxy(bean)) {
            throw invalid(
                    method,
                    type,
                    "is on the bean '" + beanName + "', which was created without a proxy",
                    "Do not make it a dependency of a BeanPostProcessor or BeanFactoryPostProcessor, and leave"
                            + " spring.aop.auto and spring.aop.proxy-target-class enabled.");
        }
    }

    private void requireOwnScope(Method method, Class<?> type, IdempotentMetadata metadata) {
        String scope = GuardedMethods.defaultScope(method, type);
        Method other = owners.putIfAbsent(scope, method);
        boolean derived = scope.equals(metadata.scope());
        if (derived && other != null && !other.equals(method)) {
            throw invalid(
                    method,
                    type,
                    "is overloaded, so two methods would share the keys of one default scope",
                    "Give each of them a scope of its own: @Idempotent(scope = \"…\").");
        }
    }

    private static void requireNoSelfInvocation(Method method, Class<?> type) {
        List<String> callers = new SelfInvocations(type).of(method);
        if (!callers.isEmpty()) {
            throw invalid(
                    method,
                    type,
                    "is called from within its own class, by " + callers + ", and such a call goes past the proxy",
                    "Move it to a bean of its own, or call it through an injected reference to the bean.");
        }
    }

    private static void warnOfOuterAdvice(
            Method method, Class<?> type, Class<? extends Annotation> annotation, String what) {
        if (AnnotatedElementUtils.hasAnnotation(method, annotation)
                || AnnotatedElementUtils.hasAnnotation(type, annotation)) {
            log.warn(
                    "{} is both @Idempotent and @{}, which is always further out: {}",
                    GuardedMethods.name(method, type),
                    annotation.getSimpleName(),
                    what);
        }
    }

    private void warnOfUnknownScopes() {
        Set<String> unknown = new TreeSet<>(configuration.scopes().keySet());
        unknown.removeAll(source.scopes());
        // Which tools there are is known when a model calls them.
        unknown.removeIf(scope -> scope.startsWith(IdempotentConfiguration.TOOL_PREFIX));
        if (!unknown.isEmpty()) {
            log.warn("idempotency.scopes.{} match no guarded method; the scopes are {}", unknown, source.scopes());
        }
    }

    private static InvalidIdempotentException invalid(Method method, Class<?> type, String what, String action) {
        return new InvalidIdempotentException(
                "@Idempotent on " + GuardedMethods.name(method, type) + " " + what + ".", action);
    }
}
