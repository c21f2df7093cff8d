package io.github.idempotency.sample.email;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.stereotype.Component;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.sample.assistant.AssistantTool;

/** The identifier of the mail is the call's, and whoever delivers it takes each identifier once. */
@Component
class EmailTool implements AssistantTool {

    private final Emails emails;

    EmailTool(Emails emails) {
        this.emails = emails;
    }

    @Tool(name = "send_email", description = "Sends an email to a customer")
    Email send(String customer, String subject, String text) {
        return emails.deliverOnce(IdempotencyContext.current().childKey("email"), customer, subject, text);
    }
}
