package io.github.idempotency.benchmark.server.peer;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.benchmark.server.Order;
import io.github.idempotency.benchmark.server.Orders;

/** Spring's own cache, which claims nothing: who comes while the first one runs runs too. */
@EnableCaching
@RestController
public class CacheableController {

    public static final String PATH = "/cacheable";

    private final Orders orders;

    CacheableController(Orders orders) {
        this.orders = orders;
    }

    @Cacheable(cacheNames = "orders", key = "#key")
    @PostMapping(PATH)
    public Order take(@RequestHeader("Idempotency-Key") String key, @RequestBody Order order) {
        return orders.take(order);
    }
}
