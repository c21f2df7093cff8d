package io.github.idempotency.test;

/** Where assertions about guarded calls begin. */
public final class IdempotencyAssertions {

    private IdempotencyAssertions() {}

    /**
     * Asserts how often the work behind guarded calls was done:
     *
     * <pre>{@code
     * assertThatExecutions(listener).ofScope("OrderController#create").ranOnce().wereReplayed(3);
     * }</pre>
     */
    public static ExecutionsAssert assertThatExecutions(RecordingIdempotencyListener listener) {
        return new ExecutionsAssert(listener.events());
    }
}
