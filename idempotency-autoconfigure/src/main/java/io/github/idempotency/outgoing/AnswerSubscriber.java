package io.github.idempotency.outgoing;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Reads the body of an accepted answer, which is lost where that fails. Who cancels on what it has just been given has what
 * it wanted; who cancels at any other time has given up waiting for the rest. A reader on another thread that wants no more
 * looks like the latter, and is taken for that: the same request again would otherwise be done twice.
 */
final class AnswerSubscriber implements CoreSubscriber<DataBuffer>, Subscription {

    private final CoreSubscriber<? super DataBuffer> reader;

    private final Answer answer;

    private volatile Subscription body = Operators.emptySubscription();

    private volatile @Nullable Thread reading;

    AnswerSubscriber(CoreSubscriber<? super DataBuffer> reader, Answer answer) {
        this.reader = reader;
        this.answer = answer;
    }

    @Override
    public Context currentContext() {
        return reader.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        body = subscription;
        reader.onSubscribe(this);
    }

    @Override
    public void onNext(DataBuffer part) {
        reading = Thread.currentThread();
        try {
            reader.onNext(part);
        } finally {
            reading = null;
        }
    }

    @Override
    public void onError(Throwable failure) {
        answer.lost();
        reader.onError(failure);
    }

    @Override
    public void onComplete() {
        answer.received();
        reader.onComplete();
    }

    @Override
    public void request(long parts) {
        body.request(parts);
    }

    @Override
    public void cancel() {
        if (reading == Thread.currentThread()) {
            answer.received();
        } else {
            answer.lost();
        }
        body.cancel();
    }
}
