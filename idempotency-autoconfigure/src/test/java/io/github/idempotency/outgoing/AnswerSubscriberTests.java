package io.github.idempotency.outgoing;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Whether the request is still open tells whether its answer was received. */
class AnswerSubscriberTests {

    private final SentRequests requests = new SentRequests();

    private final SentRequest request = send();

    private final Answer answer = request.answered(200);

    private final Sinks.Many<DataBuffer> parts = Sinks.many().unicast().onBackpressureBuffer();

    private final Flux<DataBuffer> body = parts.asFlux()
            .transform(
                    Operators.<DataBuffer, DataBuffer>lift((source, reader) -> new AnswerSubscriber(reader, answer)));

    private SentRequest send() {
        return requests.next("POST api.example.com/charges", new RequestContent(null, "10"), name -> name);
    }

    private void received(String part) {
        parts.tryEmitNext(part(part));
    }

    private static DataBuffer part(String part) {
        return DefaultDataBufferFactory.sharedInstance.wrap(part.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isOpen() {
        return send() == request;
    }

    @Test
    void anAnswerIsReceivedWhenItIsReadToItsEnd() {
        Disposable reading = body.subscribe();
        received("do");
        received("ne");
        parts.tryEmitComplete();
        reading.dispose();
        assertThat(isOpen()).isFalse();
    }

    @Test
    void anAnswerThatNobodyReadsIsReceived() {
        assertThat(isOpen()).isFalse();
    }

    /** As Spring does when what was read makes no sense to the application. */
    @Test
    void itStaysReceivedWhenItIsReadAgain() {
        body.subscribe();
        parts.tryEmitComplete();
        body.subscribe(part -> {}, failure -> {});
        assertThat(isOpen()).isFalse();
    }

    @Test
    void itIsLostOnceHoweverOftenReadingItFails() {
        parts.tryEmitError(new CancellationException("connection reset"));
        body.subscribe(part -> {}, failure -> {});
        body.subscribe(part -> {}, failure -> {});
        assertThat(isOpen()).isTrue();
        request.answered(200);
        assertThat(isOpen()).isFalse();
    }

    @Test
    void itIsLostWhenReadingItFails() {
        body.subscribe(part -> {}, failure -> {});
        received("do");
        parts.tryEmitError(new CancellationException("connection reset"));
        assertThat(isOpen()).isTrue();
    }

    /** As a timeout does. */
    @Test
    void itIsLostWhenTheReaderNoLongerWaitsForTheRest() {
        Disposable reading = body.subscribe();
        received("do");
        reading.dispose();
        assertThat(isOpen()).isTrue();
    }

    /** It cannot be told from a timeout in the middle of the body, which must not have its effect again. */
    @Test
    void itIsLostWhenAReaderOnAnotherThreadWantsNoMoreThanItsBeginning() {
        Sinks.Empty<Void> enough = Sinks.empty();
        Disposable reading = body.takeUntilOther(enough.asMono()).subscribe();
        received("do");
        enough.tryEmitEmpty();
        assertThat(reading.isDisposed()).isTrue();
        assertThat(isOpen()).isTrue();
    }

    /** Who has thrown is not reading any more. */
    @Test
    void itIsLostWhenAReaderThatHasFailedNoLongerWaitsForTheRest() {
        AnswerSubscriber subscriber = new AnswerSubscriber(
                new CoreSubscriber<>() {

                    @Override
                    public void onSubscribe(Subscription subscription) {}

                    @Override
                    public void onNext(DataBuffer part) {
                        throw new IllegalStateException("no such text");
                    }

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onComplete() {}
                },
                answer);
        assertThatIllegalStateException().isThrownBy(() -> subscriber.onNext(part("do")));
        subscriber.cancel();
        assertThat(isOpen()).isTrue();
    }

    /** Where every cancellation counts as a loss this fails, and the next equal request would never be done. */
    @Test
    void itIsReceivedByWhoWantsNoMoreThanItsBeginning() {
        assertThat(body.next().doOnSubscribe(any -> received("do")).block()).isNotNull();
        assertThat(isOpen()).isFalse();
    }
}
