package io.github.idempotency.autoconfigure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.util.function.SingletonSupplier;

import io.github.idempotency.ai.tool.GuardedToolCalling;
import io.github.idempotency.ai.tool.GuardedToolResolver;
import io.github.idempotency.ai.tool.GuardedTools;
import io.github.idempotency.sampling.GuardedSteps;

/**
 * Guards the tool calls of every {@link ToolCallingManager} bean, and what it may look up by name. A bean keeps its class
 * where that is not final.
 */
final class ToolCallingDecoration implements SmartInstantiationAwareBeanPostProcessor {

    private final FinalBeans finals = new FinalBeans();

    private final Supplier<GuardedTools> tools;

    private final Supplier<GuardedSteps> steps;

    private final ObjectProvider<IdempotencyToolProperties> properties;

    ToolCallingDecoration(
            ObjectProvider<GuardedTools> tools,
            ObjectProvider<GuardedSteps> steps,
            ObjectProvider<IdempotencyToolProperties> properties,
            ConfigurableListableBeanFactory beans) {
        this.tools = SingletonSupplier.of(tools::getObject);
        this.steps = SingletonSupplier.of(steps::getObject);
        this.properties = properties;
        finals.offer(beans, ToolCallingManager.class);
        finals.offer(beans, ToolCallbackResolver.class);
    }

    /** What takes a final class's place is no bean of that class, and must not be taken for one before it is there. */
    @Override
    public @Nullable Class<?> predictBeanType(Class<?> declared, String beanName) {
        if (declared.isInterface()) {
            return null;
        }
        if (ToolCallbackResolver.class.isAssignableFrom(declared)) {
            return KeptClass.isFinal(declared, ToolCallbackResolver.class) ? GuardedToolResolver.class : null;
        }
        return ToolCallingManager.class.isAssignableFrom(declared)
                        && KeptClass.isFinal(declared, ToolCallingManager.class)
                ? GuardedToolCalling.class
                : null;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof GuardedToolCalling || bean instanceof GuardedToolResolver || KeptClass.isKept(bean)) {
            return bean;
        }
        if (bean instanceof ToolCallbackResolver resolver) {
            return inFrontOf(bean, beanName, ToolCallbackResolver.class, new GuardedToolResolver(resolver, tools));
        }
        if (bean instanceof ToolCallingManager manager) {
            String session = properties.getObject().session();
            return inFrontOf(
                    bean, beanName, ToolCallingManager.class, new GuardedToolCalling(manager, tools, steps, session));
        }
        return bean;
    }

    private Object inFrontOf(Object bean, String beanName, Class<?> type, Object guard) {
        if (!KeptClass.isFinal(bean.getClass(), type)) {
            return KeptClass.of(bean, type, guard);
        }
        finals.replaced(beanName, bean);
        return guard;
    }
}
