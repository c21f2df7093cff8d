package io.github.idempotency.sample.model;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

    @Bean
    LanguageModel languageModel(ModelProperties properties, JdbcClient jdbc) {
        LanguageModel model = properties.remote()
                ? new SpringAiModel(properties)
                : new LocalModel(properties.delay(), properties.pace());
        return new CountedModel(model, jdbc);
    }
}
