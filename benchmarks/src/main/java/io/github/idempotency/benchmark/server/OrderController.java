package io.github.idempotency.benchmark.server;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** The same handler three times: nobody guards it, a filter does, the annotation does. */
@RestController
public class OrderController {

    public static final String BARE = "/bare";

    public static final String GUARDED = "/guarded";

    @PostMapping({BARE, HandWrittenFilter.PATH})
    Order bare(@RequestBody Order order) {
        return order;
    }

    @Idempotent
    @PostMapping(GUARDED)
    Order guarded(@RequestBody Order order) {
        return order;
    }

    record Order(String text) {}
}
