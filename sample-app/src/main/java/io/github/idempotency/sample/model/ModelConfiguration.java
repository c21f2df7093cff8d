package io.github.idempotency.sample.model;

import java.io.IOException;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

    @Bean
    LanguageModel languageModel(ModelProperties properties, ModelCalls calls) {
        LanguageModel model = properties.remote()
                ? new SpringAiModel(properties)
                : new LocalModel(properties.delay(), properties.pace());
        return new CountedModel(model, properties.name(), calls);
    }

    /** What the assistant asks, and again where an answer is lost on its way: its steps have no caller who would. */
    @Bean
    @Lazy
    ChatModel chatModel(ModelProperties properties, ModelCalls calls, ObjectProvider<StandIn> standIn) {
        ModelProperties api =
                properties.remote() ? properties : standIn.getObject().api(properties);
        return new CountedChatModel(SpringAiModel.chat(api, 2), calls);
    }

    @Bean
    @Lazy
    StandIn standIn(ModelProperties properties) throws IOException {
        return StandIn.start(properties.delay());
    }
}
