package io.github.idempotency.benchmark.server.peer;

import com.pig4cloud.plugin.idempotent.annotation.Idempotent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.benchmark.server.Order;
import io.github.idempotency.benchmark.server.Orders;

/** pig4cloud's starter, which refuses whatever comes with a key again. */
@RestController
public class PigController {

    public static final String PATH = "/pig4cloud";

    private final Orders orders;

    PigController(Orders orders) {
        this.orders = orders;
    }

    @Idempotent(key = "#key", expireTime = 60)
    @PostMapping(PATH)
    public Order take(@RequestHeader("Idempotency-Key") String key, @RequestBody Order order) {
        return orders.take(order);
    }
}
