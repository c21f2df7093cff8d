package io.github.idempotency.sample.document;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.github.idempotency.sample.model.Completion;
import io.github.idempotency.sample.model.LanguageModel;

/** Asks the model, every time. Who must not ask twice guards its own call. */
@Component
class Summarizer {

    private final LanguageModel model;

    private final JdbcClient jdbc;

    Summarizer(LanguageModel model, JdbcClient jdbc) {
        this.model = model;
        this.jdbc = jdbc;
    }

    Summary summarize(String documentId) {
        Completion completion = model.complete("Summarize the document " + documentId + " in two sentences");
        Summary summary = new Summary(UUID.randomUUID().toString(), documentId, completion.text(), completion.tokens());
        jdbc.sql("insert into summaries (id, document_id, text, tokens) values (?, ?, ?, ?)")
                .params(summary.id(), documentId, summary.text(), summary.tokens())
                .update();
        return summary;
    }
}
