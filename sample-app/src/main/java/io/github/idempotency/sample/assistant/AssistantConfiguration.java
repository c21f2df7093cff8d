package io.github.idempotency.sample.assistant;

import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

@Configuration(proxyBeanMethods = false)
class AssistantConfiguration {

    /** As a bean its tool calls are guarded. */
    @Bean
    @Lazy
    ToolCallingManager toolCallingManager() {
        return ToolCallingManager.builder().build();
    }
}
