package io.github.idempotency.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A server that accepts connections and says nothing, from the start: the first connection is never made. Callers share
 * the attempts to make one; seen to fail, with an attempt for each caller, when {@code connect()} was left out.
 */
class UnansweredConnectionITests {

    private static final int CALLERS = 12;

    private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS + 1);

    private ServerSocket server;

    @BeforeEach
    void accept() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit(() -> {
            while (true) {
                accepted.add(server.accept());
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
        threads.shutdownNow();
    }

    @Test
    void callersAreRefusedAndShareTheAttemptsToConnect() {
        Starts.run(
                Starts.withoutStore(Orders.class)
                        .withBean(RedisConnectionFactory.class, this::applications)
                        .withPropertyValues("idempotency.redis.timeout=1s"),
                context -> {
                    allRefused(context, false);
                    assertThat(accepted).hasSizeLessThan(CALLERS / 2);
                });
    }

    @Test
    void callersThatWouldWaitAreRefusedToo() {
        Starts.run(
                Starts.withoutStore(Orders.class)
                        .withBean(RedisConnectionFactory.class, this::applications)
                        .withPropertyValues("idempotency.redis.timeout=1s"),
                context -> {
                    allRefused(context, true);
                    assertThat(accepted).hasSizeLessThan(CALLERS / 2);
                });
    }

    private void allRefused(ApplicationContext context, boolean waiting) {
        Orders orders = context.getBean(Orders.class);
        List<Future<?>> calls = IntStream.range(0, CALLERS)
                .<Future<?>>mapToObj(n -> threads.submit(() -> {
                    IdempotencyException refusal = catchThrowableOfType(IdempotencyException.class, () -> {
                        if (waiting) {
                            orders.await("order " + n);
                        } else {
                            orders.create("order " + n);
                        }
                    });
                    assertThat(refusal.problem()).isEqualTo(IdempotencyProblem.STORE_UNAVAILABLE);
                }))
                .toList();
        assertThat(calls).allSatisfy(Future::get);
    }

    private LettuceConnectionFactory applications() {
        return new LettuceConnectionFactory("127.0.0.1", server.getLocalPort());
    }

    static class Orders {

        @Idempotent(key = "#id")
        public void create(String id) {
            throw new AssertionError("runs unguarded");
        }

        @Idempotent(key = "#id", onInProgress = InProgressPolicy.WAIT)
        public void await(String id) {
            throw new AssertionError("runs unguarded");
        }
    }
}
