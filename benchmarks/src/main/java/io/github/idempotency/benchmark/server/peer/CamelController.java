package io.github.idempotency.benchmark.server.peer;

import org.apache.camel.component.redis.processor.idempotent.SpringRedisStringIdempotentRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.benchmark.server.Order;
import io.github.idempotency.benchmark.server.Orders;

/** Camel's repository of strings, asked as its idempotent consumer asks it, without a route around it. */
@RestController
public class CamelController {

    public static final String PATH = "/camel";

    private final Orders orders;

    private final IdempotentRepository repository;

    CamelController(Orders orders, StringRedisTemplate redis) {
        this.orders = orders;
        SpringRedisStringIdempotentRepository strings = new SpringRedisStringIdempotentRepository(redis, "camel");
        strings.setExpiry(60);
        this.repository = strings;
    }

    @PostMapping(PATH)
    Order take(@RequestHeader("Idempotency-Key") String key, @RequestBody Order order) {
        if (!repository.add(key)) {
            throw new Refusals.Refused();
        }
        Order taken = orders.take(order);
        repository.confirm(key);
        return taken;
    }
}
