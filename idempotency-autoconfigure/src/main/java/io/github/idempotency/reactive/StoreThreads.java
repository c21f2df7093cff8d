package io.github.idempotency.reactive;

import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads that wait for the store in place of the threads of the server, which must not. Those that begin executions
 * are others than those that end them: a duplicate that waits for the first call must not keep it from ending. Thread-safe.
 */
public final class StoreThreads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StoreThreads.class);

    private static final int THREADS = Math.max(16, 4 * Runtime.getRuntime().availableProcessors());
    private static final int QUEUE = 10_000;

    private final Scheduler claims;

    private final Scheduler handlers;

    private final Scheduler ends;

    /** @param maxWaiters how many calls may wait at a time for another one to end */
    public StoreThreads(int maxWaiters) {
        this.claims = threads("idempotency-claim", THREADS + maxWaiters, QUEUE);
        this.handlers = threads("idempotency-handler", THREADS + maxWaiters, QUEUE);
        this.ends = threads("idempotency-end", THREADS, Integer.MAX_VALUE);
    }

    private static Scheduler threads(String name, int count, int queue) {
        CustomizableThreadFactory factory = new CustomizableThreadFactory(name + "-");
        factory.setDaemon(true);
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(count, count, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queue), factory);
        threads.allowCoreThreadTimeOut(true);
        return Schedulers.fromExecutorService(threads);
    }

    /** Where keys are claimed; refuses calls when too many are waiting already. */
    Scheduler claims() {
        return claims;
    }

    /**
     * Claims a key and runs a handler that answers when it returns; refuses calls like {@link #claims}.
     *
     * @param interrupted asked when nobody waits for it any more: whether it is interrupted, or goes on as on a thread of
     *     the server
     */
    <T extends @Nullable Object> Mono<T> handle(Callable<T> handling, BooleanSupplier interrupted) {
        return on(handlers, handling, interrupted);
    }

    /**
     * Ends an execution, which may wait for the store. An execution that has begun has to end: it is never refused, and
     * once this is subscribed to it is done to its end, uninterrupted, whoever goes away meanwhile.
     */
    <T extends @Nullable Object> Mono<T> end(Callable<T> ending) {
        return on(ends, ending, () -> false);
    }

    private static <T extends @Nullable Object> Mono<T> on(
            Scheduler threads, Callable<T> work, BooleanSupplier interrupted) {
        return Mono.create(sink -> {
            AtomicBoolean unheard = new AtomicBoolean();
            Disposable working = threads.schedule(() -> {
                try {
                    sink.success(work.call());
                } catch (Throwable ex) {
                    if (unheard.get()) {
                        log.debug("Work that nobody waited for any more has failed", ex);
                    } else {
                        sink.error(ex);
                    }
                }
            });
            sink.onCancel(() -> {
                unheard.set(true);
                if (interrupted.getAsBoolean()) {
                    working.dispose();
                }
            });
        });
    }

    @Override
    public void close() {
        claims.dispose();
        handlers.dispose();
        ends.dispose();
    }
}
