package io.github.idempotency.docs;

import java.math.BigDecimal;
import java.util.Currency;

import org.springframework.ai.chat.client.ChatClient;

import io.github.idempotency.Idempotent;
import io.github.idempotency.ai.model.ResponseJudge;
import io.github.idempotency.ai.model.SamplingAdvisor;
import io.github.idempotency.cost.Cost;
import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.Verdict;
import io.github.idempotency.sampling.Sampling;

/** What the pages on models and on cost show. */
class Drafts {

    private static final Currency EUR = Currency.getInstance("EUR");

    record Request(String id, String text) {}

    record Answer(String text) {}

    record Invoice(double total) {}

    record Usage(long input, long output) {}

    private final ChatClient client;

    Drafts(ChatClient client) {
        this.client = client;
    }

    // tag::steps[]
    @Idempotent(scope = "drafts", key = "#request.id")
    public Answer answer(Request request) {
        // A step: asked for once per key, whatever happens to the process.
        String plan = client.prompt(request.text()).call().content();
        // Another one.
        String answer = client.prompt("Carry out: " + plan).call().content();
        return new Answer(answer);
    }
    // end::steps[]

    static void report(Usage usage) {
        // tag::cost[]
        IdempotencyContext.current().recordCost(Cost.tokens("large-model", usage.input(), usage.output()));
        // Something that has no tokens.
        IdempotencyContext.current().recordCost(Cost.money(new BigDecimal("0.35"), EUR));
        // Called, and nobody has said what it cost.
        IdempotencyContext.current().recordCost(Cost.unknown("large-model"));
        // end::cost[]
    }

    static ChatClient judged(ChatClient.Builder builder, SamplingAdvisor samplingAdvisor, String schema) {
        // tag::advisor[]
        ResponseJudge judge = ResponseJudge.matching(schema)
                .and(ResponseJudge.succeededWhen("#result.result.output.text.length() < 500"));
        ChatClient client =
                builder.defaultAdvisors(samplingAdvisor.judgedBy(judge)).build();
        // end::advisor[]
        return client;
    }

    Invoice sampled(Sampling sampling, String prompt) {
        // tag::sampling[]
        Invoice invoice = sampling.sample(
                "invoice",
                Invoice.class,
                sample -> extract(sample.appendTo(prompt)),
                found -> found.total() > 0 ? Verdict.USABLE : Verdict.rejected("the total is missing"));
        // end::sampling[]
        return invoice;
    }

    private Invoice extract(String prompt) {
        return new Invoice(prompt.length());
    }
}
