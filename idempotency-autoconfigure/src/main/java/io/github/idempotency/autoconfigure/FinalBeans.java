package io.github.idempotency.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Beans of final classes that a guard has taken the place of. Whoever wants one by its class gets the bean itself, because
 * nothing else can be had under it, and is told what to want instead. Thread-safe.
 */
final class FinalBeans {

    private static final Logger log = LoggerFactory.getLogger(FinalBeans.class);

    private final Map<String, Object> replaced = new ConcurrentHashMap<>();

    private final Set<String> named = ConcurrentHashMap.newKeySet();

    /**
     * Offers the beans of the type by the final classes they are declared with. Before any of them is wanted. There can be
     * one for each class: of several, whoever wants one would get any.
     */
    void offer(ConfigurableListableBeanFactory beans, Class<?> type) {
        Map<Class<?>, List<String>> names = new LinkedHashMap<>();
        for (String name : beans.getBeanNamesForType(type, true, false)) {
            Class<?> declared = beans.getType(name, false);
            if (declared != null && !declared.isInterface() && KeptClass.isFinal(declared, type)) {
                names.computeIfAbsent(declared, any -> new ArrayList<>()).add(name);
            }
        }
        names.forEach((declared, all) -> {
            if (all.size() == 1) {
                ObjectFactory<Object> itself = () -> itself(beans, all.get(0), declared, type);
                beans.registerResolvableDependency(declared, itself);
            } else {
                log.warn(
                        "The beans {} are all {}, which is final: none of them can be injected as that. Inject {}, by the"
                                + " name of the bean.",
                        all,
                        declared.getName(),
                        type.getSimpleName());
            }
        });
    }

    void replaced(String name, Object bean) {
        replaced.put(name, bean);
    }

    private Object itself(ConfigurableListableBeanFactory beans, String name, Class<?> declared, Class<?> type) {
        Object bean = beans.getBean(name);
        if (named.add(name)) {
            log.warn(
                    "The bean '{}' is injected as {}, which is final: tool calls that are made through it are not guarded."
                            + " To have them guarded, inject {}.",
                    name,
                    declared.getName(),
                    type.getSimpleName());
        }
        return replaced.getOrDefault(name, bean);
    }
}
