package io.github.idempotency.caching;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.Starts;

import static org.assertj.core.api.Assertions.assertThat;

/** A cache in front of a model is inside the guard, too: its answer is the answer of the key it was first given under. */
class AnswerCacheTests {

    @Test
    void anAnswerFromTheCacheIsKeptUnderItsKey() {
        Starts.run(Starts.application(Assistant.class), context -> {
            Answers answers = context.getBean(Answers.class);
            Model model = context.getBean(Model.class);
            AnswerCacheAdvisor cache = context.getBean(AnswerCacheAdvisor.class);

            String first = answers.to("key 1", "Why?");
            assertThat(answers.to("key 2", "Why?")).isEqualTo(first).isEqualTo("answer 1");
            assertThat(model.calls).hasValue(1);

            cache.forget();
            assertThat(answers.to("key 2", "Why?")).isEqualTo(first);
            assertThat(model.calls).hasValue(1);
            assertThat(answers.to("key 3", "Why?")).isEqualTo("answer 2");
            assertThat(answers.to("key 2", "Why?")).isEqualTo(first);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Assistant {

        @Bean
        Model model() {
            return new Model();
        }

        @Bean
        AnswerCacheAdvisor cache() {
            return new AnswerCacheAdvisor();
        }

        @Bean
        Answers answers(Model model, AnswerCacheAdvisor cache) {
            return new Answers(ChatClient.builder(model).defaultAdvisors(cache).build());
        }
    }

    static class Answers {

        private final ChatClient client;

        Answers(ChatClient client) {
            this.client = client;
        }

        @Idempotent(key = "#id")
        public String to(String id, String question) {
            return client.prompt(question).call().content();
        }
    }

    /** Never says the same twice. */
    static final class Model implements ChatModel {

        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public ChatResponse call(Prompt prompt) {
            AssistantMessage answer = new AssistantMessage("answer " + calls.incrementAndGet());
            return new ChatResponse(List.of(new Generation(answer)));
        }
    }
}
