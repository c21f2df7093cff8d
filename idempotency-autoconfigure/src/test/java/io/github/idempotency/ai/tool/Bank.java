package io.github.idempotency.ai.tool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.ai.tool.annotation.Tool;

/** Tools with an effect, and one without. */
class Bank {

    final List<String> effects = new CopyOnWriteArrayList<>();

    volatile Runnable beforeTransfer = () -> {};

    volatile Runnable beforeEmail = () -> {};

    @Tool(name = "transfer_funds", description = "Transfers money")
    String transfer(String to, String amount, String reason) {
        beforeTransfer.run();
        effects.add("transfer " + to + " " + amount);
        return "transferred-" + effects.size();
    }

    @Tool(name = "send_email", description = "Sends an email")
    String email(String to) {
        beforeEmail.run();
        effects.add("email " + to);
        return "sent-" + effects.size();
    }

    @Tool(name = "lookup_order", description = "Finds an order")
    String order(String id) {
        effects.add("lookup " + id);
        return "order-" + effects.size();
    }
}
