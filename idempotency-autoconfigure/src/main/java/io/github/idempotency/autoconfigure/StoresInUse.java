package io.github.idempotency.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.github.idempotency.aop.IdempotentConfiguration;
import io.github.idempotency.aop.IdempotentSettings;
import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.IdempotencyStores;

/** Finds the stores that configuration names, and says at startup which they are. */
final class StoresInUse {

    private static final Logger log = LoggerFactory.getLogger(StoresInUse.class);

    private final ConfigurableListableBeanFactory beans;

    private final Map<String, IdempotencyStore> byName = new TreeMap<>();

    /** Which properties name a store other than the default one. */
    private final Map<String, Set<String>> named = new TreeMap<>();

    private StoresInUse(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * @param standard the store of whatever names none
     * @throws InvalidIdempotentException if a store is named that is not there
     */
    static IdempotencyStores of(
            ConfigurableListableBeanFactory beans,
            IdempotentConfiguration configuration,
            @Nullable IdempotencyStore standard) {
        StoresInUse stores = new StoresInUse(beans);
        configuration.scopes().forEach((scope, settings) -> stores.add("idempotency.scopes." + scope, settings));
        configuration
                .profiles()
                .forEach((profile, settings) -> stores.add("idempotency.profiles." + profile, settings));
        if (standard != null && !stores.byName.containsValue(standard)) {
            stores.byName.put(stores.nameOf(standard), standard);
        }
        stores.byName.forEach((name, store) -> {
            if (store != standard) {
                log.info("Idempotency records of {} are kept in {} instead", stores.named.get(name), name);
            }
        });
        return new IdempotencyStores(standard, stores.byName);
    }

    private void add(String property, IdempotentSettings settings) {
        String text = settings.store();
        if (text != null) {
            StoreName name = StoreName.of(text);
            if (!beans.containsBean(name.beanName()) || !beans.isTypeMatch(name.beanName(), IdempotencyStore.class)) {
                throw missing(property + ".store", text);
            }
            byName.put(name.text(), beans.getBean(name.beanName(), IdempotencyStore.class));
            named.computeIfAbsent(name.text(), any -> new TreeSet<>()).add(property);
        }
    }

    private InvalidIdempotentException missing(String property, String text) {
        Set<String> there = new TreeSet<>();
        for (String beanName : beans.getBeanNamesForType(IdempotencyStore.class, true, false)) {
            there.add(StoreName.ofBean(beanName).text());
        }
        return new InvalidIdempotentException(
                property + " is '" + text + "', and there is no such store.",
                "Name redis, jdbc, redis+jdbc or memory, or an IdempotencyStore bean; there are " + there + "."
                        + " redis needs spring-boot-starter-data-redis and spring.data.redis, jdbc needs"
                        + " spring-boot-starter-jdbc and spring.datasource.");
    }

    private String nameOf(IdempotencyStore store) {
        for (String beanName : beans.getBeanNamesForType(IdempotencyStore.class, false, false)) {
            if (beans.getSingleton(beanName) == store) {
                return StoreName.ofBean(beanName).text();
            }
        }
        return "default";
    }
}
