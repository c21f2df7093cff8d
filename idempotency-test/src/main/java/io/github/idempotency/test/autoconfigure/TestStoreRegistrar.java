package io.github.idempotency.test.autoconfigure;

import java.time.Instant;
import java.util.function.Supplier;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;

import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.test.MutableClock;
import io.github.idempotency.test.RecordingIdempotencyListener;

/** Replaces stores once every configuration class has been read, so that no condition of the application sees ours. */
final class TestStoreRegistrar implements BeanFactoryPostProcessor {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
        for (String name : namesOf(beans, IdempotencyStore.class)) {
            // What a test has put there as an object, it wants there.
            if (registry.containsBeanDefinition(name)) {
                registry.removeBeanDefinition(name);
            }
        }
        registerUnlessThere(beans, MutableClock.class, MutableClock.class, () -> new MutableClock(START));
        registerUnlessThere(
                beans,
                RecordingIdempotencyListener.class,
                RecordingIdempotencyListener.class,
                RecordingIdempotencyListener::new);
        registerUnlessThere(
                beans,
                IdempotencyStore.class,
                InMemoryIdempotencyStore.class,
                () -> new InMemoryIdempotencyStore(beans.getBean(MutableClock.class)));
    }

    private static <T> void registerUnlessThere(
            ConfigurableListableBeanFactory beans, Class<?> asked, Class<T> type, Supplier<T> supplier) {
        if (namesOf(beans, asked).length == 0) {
            RootBeanDefinition definition = new RootBeanDefinition(type, supplier);
            // The application's own Clock is what its beans ask for, not ours.
            definition.setFallback(type == MutableClock.class);
            ((BeanDefinitionRegistry) beans).registerBeanDefinition(type.getName(), definition);
        }
    }

    private static String[] namesOf(ConfigurableListableBeanFactory beans, Class<?> type) {
        return beans.getBeanNamesForType(type, true, false);
    }
}
