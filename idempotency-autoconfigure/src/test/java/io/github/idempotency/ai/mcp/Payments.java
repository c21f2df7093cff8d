package io.github.idempotency.ai.mcp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.ai.tool.annotation.Tool;

import io.github.idempotency.Idempotent;

/** Tools that an MCP server offers; their keys are their callers'. */
public class Payments {

    private final List<String> effects = new CopyOnWriteArrayList<>();

    private volatile Runnable beforeEffect = () -> {};

    List<String> effects() {
        return effects;
    }

    void beforeEffect(Runnable beforeEffect) {
        this.beforeEffect = beforeEffect;
    }

    @Tool(name = "pay", description = "Pays somebody")
    @Idempotent
    public String pay(String to, int amount) {
        beforeEffect.run();
        effects.add(to + " " + amount);
        return "paid-" + effects.size();
    }

    @Tool(name = "remind", description = "Reminds somebody, once or again")
    @Idempotent(required = false)
    public String remind(String to) {
        effects.add("remind " + to);
        return "reminded-" + effects.size();
    }
}
