package io.github.idempotency.benchmark.server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The work that every contender guards, or not. */
@RestController
public class Orders {

    /** Tells what has been executed, and forgets it. */
    public static final String EXECUTIONS = "/executions";

    private final ConcurrentMap<String, Integer> executions = new ConcurrentHashMap<>();

    public Order take(Order order) {
        if (order.millis() > 0) {
            executions.merge(order.text(), 1, Integer::sum);
            pause(order.millis());
        }
        return order;
    }

    @GetMapping(EXECUTIONS)
    Executions executions() {
        return new Executions(
                executions.size(),
                executions.values().stream().filter(times -> times > 1).count());
    }

    @DeleteMapping(EXECUTIONS)
    void forget() {
        executions.clear();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /**
     * @param keys that have been executed
     * @param repeated those of them that have been executed more than once
     */
    public record Executions(long keys, long repeated) {}
}
