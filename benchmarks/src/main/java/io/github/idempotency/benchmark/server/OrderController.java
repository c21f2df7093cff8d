package io.github.idempotency.benchmark.server;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** The same handler: nobody guards it, a filter does, the annotation does; without copies of records, and with them. */
@RestController
public class OrderController {

    public static final String BARE = "/bare";

    public static final String GUARDED = "/guarded";

    public static final String GUARDED_WITH_COPIES = "/guarded/with-copies";

    public static final String GUARDED_BY_DATABASE = "/guarded/by-database";

    public static final String GUARDED_BY_BOTH = "/guarded/by-both";

    private final Orders orders;

    OrderController(Orders orders) {
        this.orders = orders;
    }

    @PostMapping({BARE, HandWrittenFilter.PATH})
    Order bare(@RequestBody Order order) {
        return orders.take(order);
    }

    /** The settings of a scope say what store it has, and whether it makes copies. */
    @Idempotent(scope = "without-copies")
    @PostMapping(GUARDED)
    Order guarded(@RequestBody Order order) {
        return orders.take(order);
    }

    @Idempotent
    @PostMapping(GUARDED_WITH_COPIES)
    Order guardedWithCopies(@RequestBody Order order) {
        return orders.take(order);
    }

    @Idempotent(scope = "by-database")
    @PostMapping(GUARDED_BY_DATABASE)
    Order guardedByDatabase(@RequestBody Order order) {
        return orders.take(order);
    }

    @Idempotent(scope = "by-both")
    @PostMapping(GUARDED_BY_BOTH)
    Order guardedByBoth(@RequestBody Order order) {
        return orders.take(order);
    }
}
