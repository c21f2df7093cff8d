package com.example.orders;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

// tag::controller[]
@RestController
class OrderController {

    private final AtomicInteger orders = new AtomicInteger();

    @PostMapping("/orders")
    @Idempotent(ttl = "24h", scope = "orders")
    Order place(@RequestBody Item item) {
        return new Order(orders.incrementAndGet(), item.name());
    }

    record Item(String name) {}

    record Order(int number, String item) {}
}
// end::controller[]
