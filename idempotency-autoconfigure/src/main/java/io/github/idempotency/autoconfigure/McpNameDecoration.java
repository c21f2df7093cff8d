package io.github.idempotency.autoconfigure;

import org.springframework.ai.mcp.McpToolNamePrefixGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

import io.github.idempotency.ai.mcp.TrustedHints;

/** Lets the hints of trusted servers be noted as their tools are named. */
final class McpNameDecoration implements BeanPostProcessor {

    private final ObjectProvider<TrustedHints> hints;

    McpNameDecoration(ObjectProvider<TrustedHints> hints) {
        this.hints = hints;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof McpToolNamePrefixGenerator names
                ? hints.getObject().noting(names)
                : bean;
    }
}
