package io.github.idempotency.execution;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads on which asynchronous executions end: an end asks the store and waits for it, which the thread that brings an
 * answer may not be made for. They are as many as executions end at a time, because what depends on an answer runs on
 * them too and may wait for the next one; of fewer, all might wait for each other. Idle ones go away.
 */
final class EndingThreads {

    private static final Executor OWN =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), action -> {
                Thread thread = new Thread(action, "idempotency-ending");
                thread.setDaemon(true);
                thread.setContextClassLoader(EndingThreads.class.getClassLoader());
                return thread;
            });

    private EndingThreads() {}

    static Executor own() {
        return OWN;
    }
}
