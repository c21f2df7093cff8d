package io.github.idempotency.sample.document;

import org.springframework.stereotype.Service;

import io.github.idempotency.Idempotent;

/** Many ask for the summary of one document within a minute; the model is asked once. */
@Service
class SummaryService {

    private final Summarizer summarizer;

    SummaryService(Summarizer summarizer) {
        this.summarizer = summarizer;
    }

    @Idempotent(scope = "summaries", profile = "high-volume", key = "#documentId")
    public Summary summaryOf(String documentId) {
        return summarizer.summarize(documentId);
    }
}
