package io.github.idempotency.sample.order;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.github.idempotency.sample.assistant.AssistantTool;

@Component
class OrderTool implements AssistantTool {

    private final JdbcClient jdbc;

    OrderTool(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Tool(name = "lookup_order", description = "Looks an order up: who bought what, and the price in pence")
    Order lookUp(String order) {
        return jdbc.sql("select id, customer, item, price from orders where id = ?")
                .param(order)
                .query(Order.class)
                .optional()
                .orElseThrow(() -> new IllegalArgumentException("There is no order '" + order + "'"));
    }
}
