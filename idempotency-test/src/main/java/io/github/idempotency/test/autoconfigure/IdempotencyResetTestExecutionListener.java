package io.github.idempotency.test.autoconfigure;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.test.RecordingIdempotencyListener;

/** Lets the next test of the same context begin with no records and no events. */
final class IdempotencyResetTestExecutionListener implements TestExecutionListener {

    @Override
    public void afterTestMethod(TestContext test) {
        if (test.hasApplicationContext()
                && TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), AutoConfigureIdempotency.class)) {
            ApplicationContext context = test.getApplicationContext();
            context.getBeanProvider(InMemoryIdempotencyStore.class).ifAvailable(InMemoryIdempotencyStore::clear);
            context.getBeanProvider(RecordingIdempotencyListener.class)
                    .ifAvailable(RecordingIdempotencyListener::clear);
        }
    }
}
