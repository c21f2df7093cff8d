package io.github.idempotency.autoconfigure;

import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

import io.github.idempotency.ai.tool.GuardedToolCalling;
import io.github.idempotency.ai.tool.GuardedTools;

/** Guards the tool calls of every {@link ToolCallingManager} bean. */
final class ToolCallingDecoration implements BeanPostProcessor {

    private final ObjectProvider<GuardedTools> tools;

    private final ObjectProvider<IdempotencyToolProperties> properties;

    ToolCallingDecoration(ObjectProvider<GuardedTools> tools, ObjectProvider<IdempotencyToolProperties> properties) {
        this.tools = tools;
        this.properties = properties;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (!(bean instanceof ToolCallingManager manager) || bean instanceof GuardedToolCalling) {
            return bean;
        }
        return new GuardedToolCalling(
                manager, tools.getObject(), properties.getObject().session());
    }
}
