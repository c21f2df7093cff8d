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

    /** The scope that the settings say has no copies. */
    private static final String WITHOUT_COPIES = "without-copies";

    @PostMapping({BARE, HandWrittenFilter.PATH})
    Order bare(@RequestBody Order order) {
        return order;
    }

    @Idempotent(scope = WITHOUT_COPIES)
    @PostMapping(GUARDED)
    Order guarded(@RequestBody Order order) {
        return order;
    }

    @Idempotent
    @PostMapping(GUARDED_WITH_COPIES)
    Order guardedWithCopies(@RequestBody Order order) {
        return order;
    }

    record Order(String text) {}
}
