package io.github.idempotency.benchmark.server.peer;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.lambda.powertools.idempotency.Idempotent;

import io.github.idempotency.benchmark.server.Order;
import io.github.idempotency.benchmark.server.Orders;

/** Powertools for AWS Lambda, outside of a Lambda, with its records in Redis. */
@RestController
public class PowertoolsController {

    public static final String PATH = "/powertools";

    private final Orders orders;

    PowertoolsController(Orders orders) {
        this.orders = orders;
    }

    @Idempotent
    @PostMapping(PATH)
    public Order take(@RequestHeader("Idempotency-Key") String key, @RequestBody Order order) {
        return orders.take(order);
    }
}
