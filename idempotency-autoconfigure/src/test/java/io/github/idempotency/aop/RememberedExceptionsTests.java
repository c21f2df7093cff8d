package io.github.idempotency.aop;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.idempotency.Effect;
import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Exceptions that are stored and thrown again, and exceptions that free the key of irreversible work. */
class RememberedExceptionsTests {

    @Test
    void aRememberedExceptionIsThrownAgainAndNothingRuns() {
        with(Cards.class, cards -> {
            assertThatThrownBy(() -> cards.charge("1", new Declined("no funds")))
                    .isExactlyInstanceOf(Declined.class)
                    .hasMessage("no funds");
            assertThatThrownBy(() -> cards.charge("1", new Declined("never seen")))
                    .isExactlyInstanceOf(Declined.class)
                    .hasMessage("no funds")
                    .hasNoCause();
            assertThat(cards.runs()).isEqualTo(1);
        });
    }

    @Test
    void aMessageMayBeMissing() {
        with(Cards.class, cards -> {
            assertThatThrownBy(() -> cards.charge("1", new Declined(null))).hasMessage(null);
            assertThatThrownBy(() -> cards.charge("1", new Declined("never seen")))
                    .hasMessage(null);
        });
    }

    /** The list is of exactly these classes: what else a subclass holds could not be made again. */
    @Test
    void aSubclassIsNotRemembered() {
        with(Cards.class, cards -> {
            assertThatThrownBy(() -> cards.charge("1", new HardDeclined())).isInstanceOf(HardDeclined.class);
            assertThat(problem(() -> cards.charge("1", null))).isEqualTo(IdempotencyProblem.OUTCOME_UNKNOWN);
        });
    }

    @Test
    void anExceptionThatPrecedesTheEffectFreesTheKey() {
        with(Cards.class, cards -> {
            assertThatThrownBy(() -> cards.charge("1", new NotConnected())).isInstanceOf(NotConnected.class);
            cards.charge("1", null);
            cards.charge("1", null);
            assertThat(cards.runs()).isEqualTo(2);
        });
    }

    @Test
    void configurationMayNameTheClasses() {
        Starts.application(Plain.class)
                .withPropertyValues("idempotency.scopes.plain.remember=" + Declined.class.getName())
                .run(context -> {
                    Plain plain = context.getBean(Plain.class);
                    assertThatThrownBy(() -> plain.charge("1", "no funds")).hasMessage("no funds");
                    assertThatThrownBy(() -> plain.charge("1", "never seen")).hasMessage("no funds");
                });
    }

    /** What is stored names a class; whether that class is made is the method's to say, and never the record's. */
    @Test
    void aTypeThatIsNoLongerListedIsRefused() {
        InMemoryIdempotencyStore store = new InMemoryIdempotencyStore();
        Starts.application(Plain.class)
                .withBean(InMemoryIdempotencyStore.class, () -> store)
                .withPropertyValues("idempotency.scopes.plain.remember=" + Declined.class.getName())
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(Plain.class).charge("1", "no funds"))
                        .hasMessage("no funds"));
        for (String now : new String[] {"", NotConnected.class.getName()}) {
            Starts.application(Plain.class)
                    .withBean(InMemoryIdempotencyStore.class, () -> store)
                    .withPropertyValues("idempotency.scopes.plain.remember=" + now)
                    .run(context -> assertThat(
                                    problem(() -> context.getBean(Plain.class).charge("1", "never seen")))
                            .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED));
        }
    }

    private interface Use<T> {

        void run(T bean) throws Exception;
    }

    private static <T> void with(Class<T> type, Use<T> test) {
        Starts.application(type).run(context -> test.run(context.getBean(type)));
    }

    private interface Call {

        void run() throws Exception;
    }

    private static IdempotencyProblem problem(Call call) {
        return catchThrowableOfType(IdempotencyException.class, call::run).problem();
    }

    static class Cards {

        private final AtomicInteger runs = new AtomicInteger();

        public int runs() {
            return runs.get();
        }

        @Idempotent(
                key = "#id",
                effect = Effect.IRREVERSIBLE,
                remember = Declined.class,
                releaseOn = IllegalStateException.class)
        public void charge(String id, Exception failure) throws Exception {
            runs.incrementAndGet();
            if (failure != null) {
                throw failure;
            }
        }
    }

    static class Plain {

        @Idempotent(key = "#id", scope = "plain")
        public void charge(String id, String message) throws Declined {
            throw new Declined(message);
        }
    }

    static class HardDeclined extends Declined {

        HardDeclined() {
            super("card stolen");
        }
    }

    public static class NotConnected extends IllegalStateException {}
}
