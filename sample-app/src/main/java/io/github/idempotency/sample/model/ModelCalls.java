package io.github.idempotency.sample.model;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counted before the model is asked: a call whose answer was lost in a crash has been paid for too. */
@Component
class ModelCalls {

    private final JdbcClient jdbc;

    ModelCalls(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void count(String prompt) {
        jdbc.sql("insert into model_calls (prompt) values (?)").param(prompt).update();
    }
}
