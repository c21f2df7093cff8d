package io.github.idempotency.sample.transfer;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.sample.assistant.AssistantTool;

/** The money of a tool call moves once: what a lost attempt has moved, the next one finds by the reference of the call. */
@Component
class TransferTool implements AssistantTool {

    private static final Pattern AMOUNT = Pattern.compile("(?:GBP *)?(\\d{1,9}(?:\\.\\d{1,2})?)");

    private final Transfers transfers;

    TransferTool(Transfers transfers) {
        this.transfers = transfers;
    }

    @Tool(name = "transfer_funds", description = "Moves money from one account to another; the shop's is 'shop'")
    Transfer transfer(String from, String to, @ToolParam(description = "in pounds, such as 12.50") String amount) {
        String reference = IdempotencyContext.current().childKey("transfer");
        return transfers.moveOnce(new TransferRequest(from, to, pence(amount)), reference);
    }

    /** Models write an amount as they like. */
    private static long pence(String amount) {
        Matcher pounds = AMOUNT.matcher(amount.strip());
        if (!pounds.matches()) {
            throw new IllegalArgumentException("'" + amount + "' is no amount in pounds: write it like 12.50");
        }
        return new BigDecimal(pounds.group(1)).movePointRight(2).longValueExact();
    }
}
