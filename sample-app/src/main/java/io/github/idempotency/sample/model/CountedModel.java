package io.github.idempotency.sample.model;

import org.springframework.jdbc.core.simple.JdbcClient;
import reactor.core.publisher.Flux;

/** Counts before it asks: a call whose answer was lost in a crash has been paid for too. */
class CountedModel implements LanguageModel {

    private final LanguageModel model;

    private final JdbcClient jdbc;

    CountedModel(LanguageModel model, JdbcClient jdbc) {
        this.model = model;
        this.jdbc = jdbc;
    }

    @Override
    public Completion complete(String prompt) {
        count(prompt);
        return model.complete(prompt);
    }

    @Override
    public Flux<String> stream(String prompt) {
        return Flux.defer(() -> {
            count(prompt);
            return model.stream(prompt);
        });
    }

    private void count(String prompt) {
        jdbc.sql("insert into model_calls (prompt) values (?)").param(prompt).update();
    }
}
