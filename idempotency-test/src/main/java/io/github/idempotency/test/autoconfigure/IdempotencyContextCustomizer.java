package io.github.idempotency.test.autoconfigure;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

/** Part of the key of cached contexts: a record, so that all annotated tests may share one. */
record IdempotencyContextCustomizer() implements ContextCustomizer {

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        // So that auto-configuration makes no other store, and nothing that belongs to one.
        TestPropertySourceUtils.addInlinedPropertiesToEnvironment(context, "idempotency.store=memory");
        context.addBeanFactoryPostProcessor(new TestStoreRegistrar());
    }
}
