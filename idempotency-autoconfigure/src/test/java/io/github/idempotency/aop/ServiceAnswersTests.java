package io.github.idempotency.aop;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.test.RecordingIdempotencyListener;

class ServiceAnswersTests extends ServiceAnswers {

    @Override
    ApplicationContextRunner application() {
        return Starts.application(Shop.class, RecordingIdempotencyListener.class);
    }
}
