package io.github.idempotency.flood;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.github.idempotency.app.Caller;
import io.github.idempotency.app.GuardedApplication;
import io.github.idempotency.app.Reply;
import io.github.idempotency.test.redis.EmbeddedRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request in flight holds because of the guard: the heap with hundreds of them in their handler, less the heap with as
 * many in the same application without this library, less the body that is held for the fingerprint.
 */
class InFlightMemoryITests {

    static final int WRITTEN = 8 * 1024;

    private static final int CALLS = 400;

    private static final int BODY = 3_000;

    private static final int BOUND = 4 * 1024;

    @RegisterExtension
    static final EmbeddedRedis redis = EmbeddedRedis.standalone();

    private final byte[] body = new byte[BODY];

    @Test
    void aGuardedRequestHoldsItsBodyAndFourKibibytesAtMost() throws Exception {
        Arrays.fill(body, (byte) '1');
        body[0] = '"';
        body[BODY - 1] = '"';
        long without = heldBy("/parked", false);
        long guarded = heldBy("/parked", true);
        long answered = heldBy("/answered", true);
        System.out.println("Bytes of heap that a request holds: " + without + " without, " + guarded + " guarded, "
                + answered + " with " + WRITTEN + " bytes written; a body of " + BODY + " bytes each");
        assertThat(guarded - without - BODY).isLessThan(BOUND);
        // The measure sees what a call holds: these hold twice the bound.
        assertThat(answered - guarded).isGreaterThan(BOUND);
    }

    /** The second of two times: what is made once is made by then. */
    private long heldBy(String path, boolean enabled) throws Exception {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(
                        GuardedApplication.class, ParkingController.class)
                .properties(
                        "server.port=0",
                        "server.tomcat.threads.max=450",
                        "spring.main.banner-mode=off",
                        "spring.data.redis.host=" + redis.host(),
                        "spring.data.redis.port=" + redis.port(),
                        "idempotency.anonymous=shared",
                        "idempotency.enabled=" + enabled)
                .run()) {
            held(application, path);
            return held(application, path);
        }
    }

    private long held(ConfigurableApplicationContext application, String path) throws Exception {
        Caller caller = application.getBean(Caller.class);
        ParkingController handlers = application.getBean(ParkingController.class);
        long before = heap();
        handlers.close(CALLS);
        List<CompletableFuture<Reply>> running = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            running.add(caller.post(path)
                    .key(Caller.newKey())
                    .body("application/json", body)
                    .start());
        }
        assertThat(handlers.entered().await(60, TimeUnit.SECONDS)).isTrue();
        long during = heap();
        handlers.open();
        for (CompletableFuture<Reply> reply : running) {
            reply.get(60, TimeUnit.SECONDS).hasStatus(200);
        }
        return (during - before) / CALLS;
    }

    /** After collections, until one more frees nothing: what others have closed goes by and by. */
    private static long heap() {
        long least = collected();
        for (int i = 0; i < 20; i++) {
            long used = collected();
            if (i > 0 && used >= least) {
                break;
            }
            least = Math.min(least, used);
        }
        return least;
    }

    private static long collected() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
