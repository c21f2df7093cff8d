package io.github.idempotency.sample.email;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

import io.github.idempotency.sample.model.Completion;
import io.github.idempotency.sample.model.LanguageModel;

/** Drafts and sends. Deliberately not transactional: no connection is held while the model takes its time. */
@Service
class Emails {

    private final LanguageModel model;

    private final JdbcClient jdbc;

    Emails(LanguageModel model, JdbcClient jdbc) {
        this.model = model;
        this.jdbc = jdbc;
    }

    Email send(EmailRequest request) {
        Completion draft = model.complete("Write a short, friendly email to our customer %s about: %s"
                .formatted(request.customer(), request.topic()));
        Email email = new Email(UUID.randomUUID().toString(), draft.text(), draft.tokens());
        jdbc.sql("insert into emails (id, customer, topic, text, tokens) values (?, ?, ?, ?, ?)")
                .params(email.id(), request.customer(), request.topic(), email.text(), email.tokens())
                .update();
        return email;
    }

    /** An email with an identifier that has been delivered before is the one from then, whatever is to be said now. */
    Email deliverOnce(String id, String customer, String subject, String text) {
        jdbc.sql("insert into emails (id, customer, topic, text, tokens) values (?, ?, ?, ?, 0) on conflict do nothing")
                .params(id, customer, subject, text)
                .update();
        return jdbc.sql("select id, text, tokens from emails where id = ?")
                .param(id)
                .query(Email.class)
                .single();
    }
}
