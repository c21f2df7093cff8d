package io.github.idempotency.benchmark.server.peer;

import java.util.concurrent.TimeUnit;

import com.trendyol.jdempotent.core.annotation.JdempotentRequestPayload;
import com.trendyol.jdempotent.core.annotation.JdempotentResource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.benchmark.server.Order;
import io.github.idempotency.benchmark.server.Orders;

/** Jdempotent. Its first argument has to be a class of the application, so the key is the second. */
@RestController
public class JdempotentController {

    public static final String PATH = "/jdempotent";

    private final Orders orders;

    JdempotentController(Orders orders) {
        this.orders = orders;
    }

    @JdempotentResource(cachePrefix = "orders", ttl = 1, ttlTimeUnit = TimeUnit.MINUTES)
    @PostMapping(PATH)
    public Order take(
            @RequestBody Order order, @JdempotentRequestPayload @RequestHeader("Idempotency-Key") String key) {
        return orders.take(order);
    }
}
