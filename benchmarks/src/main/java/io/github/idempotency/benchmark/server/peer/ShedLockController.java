package io.github.idempotency.benchmark.server.peer;

import java.time.Duration;
import java.time.Instant;

import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockingTaskExecutor.TaskResult;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.benchmark.server.Order;
import io.github.idempotency.benchmark.server.Orders;

/** ShedLock: a lock of the key that is kept for as long as others keep an answer. */
@RestController
public class ShedLockController {

    public static final String PATH = "/shedlock";

    private static final Duration KEPT = Duration.ofSeconds(60);

    private final Orders orders;

    private final LockingTaskExecutor locks;

    ShedLockController(Orders orders, RedisConnectionFactory connections) {
        this.orders = orders;
        this.locks = new DefaultLockingTaskExecutor(new RedisLockProvider(connections, "benchmark"));
    }

    @PostMapping(PATH)
    Order take(@RequestHeader("Idempotency-Key") String key, @RequestBody Order order) throws Throwable {
        TaskResult<Order> task =
                locks.executeWithLock(() -> orders.take(order), new LockConfiguration(Instant.now(), key, KEPT, KEPT));
        Order taken = task.getResult();
        if (taken == null) {
            throw new Refusals.Refused();
        }
        return taken;
    }
}
