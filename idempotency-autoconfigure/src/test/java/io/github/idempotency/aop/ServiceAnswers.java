package io.github.idempotency.aop;

import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.test.RecordingIdempotencyListener;

import static io.github.idempotency.test.IdempotencyAssertions.assertThatExecutions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a guarded service gives to a retry, whichever store keeps it. */
abstract class ServiceAnswers {

    abstract ApplicationContextRunner application();

    @Test
    void aRecord() {
        isReplayed(Shop::order);
    }

    @Test
    void aCollectionOfRecords() {
        isReplayed(Shop::orders);
    }

    @Test
    void aMapOfCollections() {
        isReplayed(Shop::byCustomer);
    }

    @Test
    void anOptional() {
        isReplayed(Shop::found);
    }

    @Test
    void anEmptyOptional() {
        isReplayed(Shop::missing);
    }

    @Test
    void nullIsAnAnswer() {
        isReplayed(Shop::nothing);
    }

    @Test
    void aMethodThatReturnsNothing() {
        isReplayed((shop, key) -> {
            shop.done(key);
            return null;
        });
    }

    @Test
    void aSealedType() {
        isReplayed(Shop::payment);
    }

    @Test
    void aCollectionOfASealedType() {
        isReplayed(Shop::payments);
    }

    @Test
    void aPrimitive() {
        isReplayed(Shop::number);
    }

    @Test
    void bytes() {
        isReplayed(Shop::bytes);
    }

    @Test
    void aKeyBelongsToItsMethod() {
        run(shop -> {
            shop.order("shared");
            shop.done("shared");
            assertThat(shop.runs()).isEqualTo(2);
        });
    }

    @Test
    void aMissingKeyIsRefusedAndNothingRuns() {
        run(shop -> {
            assertThatExceptionOfType(IdempotencyException.class)
                    .isThrownBy(() -> shop.order(" "))
                    .extracting(IdempotencyException::problem)
                    .isEqualTo(IdempotencyProblem.KEY_MISSING);
            assertThat(shop.runs()).isZero();
        });
    }

    private <T> void isReplayed(BiFunction<Shop, String, T> call) {
        Starts.run(application(), context -> {
            Shop shop = context.getBean(Shop.class);
            T first = call.apply(shop, "key");
            int runs = shop.runs();
            assertThat(runs).isPositive();
            assertThat(call.apply(shop, "key")).isEqualTo(first);
            assertThat(call.apply(shop, "key")).isEqualTo(first);
            assertThat(shop.runs()).isEqualTo(runs);
            assertThatExecutions(context.getBean(RecordingIdempotencyListener.class))
                    .ranOnce()
                    .wereReplayed(2);
            call.apply(shop, "another key");
            assertThat(shop.runs()).isGreaterThan(runs);
        });
    }

    private void run(Consumer<Shop> test) {
        Starts.run(application(), context -> test.accept(context.getBean(Shop.class)));
    }
}
