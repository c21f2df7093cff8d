package io.github.idempotency.benchmark.scale.app;

import java.lang.management.ManagementFactory;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;

/** Gives back what it was sent. */
@RestController
public class GuardedController {

    public static final String BARE = "/bare";

    public static final String GUARDED = "/guarded";

    public static final String HEAP = "/heap";

    @PostMapping(BARE)
    Order bare(@RequestBody Order order) {
        return order;
    }

    @Idempotent
    @PostMapping(GUARDED)
    Order guarded(@RequestBody Order order) {
        return order;
    }

    /** How many bytes of heap are in use after a collection. */
    @PostMapping(HEAP)
    long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    record Order(String text) {}
}
