package io.github.idempotency.docs;

import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.ToolService;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.web.client.RestClient;

import io.github.idempotency.Idempotent;
import io.github.idempotency.ai.tool.GuardedToolProvider;
import io.github.idempotency.ai.tool.GuardedTools;
import io.github.idempotency.ai.tool.RethrownRefusals;

import static io.github.idempotency.outgoing.IdempotencyKeys.named;

/** What the pages on tools and on outgoing keys show. */
public class Tools {

    interface Assistant {

        String chat(String message);
    }

    // tag::method[]
    @Tool(description = "Pays an invoice")
    @Idempotent(key = "#invoice", fingerprint = "#amount")
    public String pay(String invoice, int amount, ToolContext context) {
        return "paid";
    }
    // end::method[]

    static AiServices<Assistant> langChain4j(GuardedTools guardedTools, Object bank) {
        // tag::langchain4j[]
        AiServices<Assistant> services = AiServices.builder(Assistant.class)
                .toolProvider(new GuardedToolProvider(
                        any -> new ToolProviderResult(ToolService.findTools(bank)), guardedTools))
                .toolExecutionErrorHandler(new RethrownRefusals());
        // end::langchain4j[]
        return services;
    }

    static void charge(RestClient client, Object charge) {
        // tag::named[]
        client.post()
                .uri("/v1/charges")
                .attributes(named("charge"))
                .body(charge)
                .retrieve()
                .toBodilessEntity();
        // end::named[]
    }
}
