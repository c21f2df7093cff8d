package io.github.idempotency.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;
import io.github.idempotency.Reconciliation;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotencyPolicy;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.Reconciler;
import io.github.idempotency.observation.IntentSummary;
import io.github.idempotency.observation.IntentsFoundEvent;
import io.github.idempotency.store.Claim;
import io.github.idempotency.store.ClaimRequest;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.store.IntentPage;
import io.github.idempotency.store.RecordState;
import io.github.idempotency.store.RecoverableIdempotencyStore;
import io.github.idempotency.store.Result;
import io.github.idempotency.store.StoreKey;
import io.github.idempotency.test.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What an application does on its own about executions that an earlier process has left without outcome. */
@ExtendWith(OutputCaptureExtension.class)
class IntentWatchTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String APPLICATION = "shop-" + UUID.randomUUID();

    private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:00Z"));

    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(clock);

    private static IdempotentOperation operation(String key) {
        return IdempotentOperation.of(new KeyScope(APPLICATION, "payments", ""), key)
                .with(IdempotencyPolicy.DEFAULT.withEffect(Effect.IRREVERSIBLE));
    }

    /** A process that renews no lease any more. */
    private IdempotentExecutor dead() {
        LeaseKeeper keeper = new LeaseKeeper();
        keeper.close();
        return new IdempotentExecutor(store, keeper, IdempotencyListener.NO_OP);
    }

    private void lose(String key) {
        dead().begin(operation(key));
        clock.advance(Duration.ofMinutes(1));
    }

    private ApplicationContextRunner application(String... properties) {
        return application(store, properties);
    }

    private static ApplicationContextRunner application(IdempotencyStore store, String... properties) {
        return Starts.withoutStore(Payments.class)
                .withBean(IdempotencyStore.class, () -> store)
                .withPropertyValues("spring.application.name=" + APPLICATION)
                .withPropertyValues(properties);
    }

    @Test
    void theLogAndAnEventNameEachScopeWithHowManyAndHowOld(CapturedOutput output) {
        lose("1");
        lose("2");
        Starts.run(application(), context -> {
            IntentsFoundEvent event = context.getBean(Payments.class).awaitEvent();
            assertThat(event.scopes()).containsExactly(new IntentSummary("payments", 2, Duration.ofMinutes(2)));
            assertThat(output).containsOnlyOnce("2 executions of payments have no outcome; the oldest began PT2M ago");
        });
    }

    @Test
    void nothingIsSaidWhereNothingIsLeft(CapturedOutput output) {
        CountDownLatch listed = new CountDownLatch(1);
        Starts.run(application(new Watched(listed)), context -> {
            await().atMost(PATIENCE).until(() -> listed.getCount() == 0);
            context.getBean(IntentWatch.class).stop();
            assertThat(context.getBean(Payments.class).events()).isEmpty();
        });
        assertThat(output).doesNotContain("WARN");
    }

    /** A lease that a dead process has left runs for a while still. */
    @Test
    void whatComesToLightWhenTheLeasesHaveRunOutIsToldToo() {
        lose("1");
        dead().begin(operation("2"));
        // On the thread that looks, so that it does not look again before the lease has run out.
        ApplicationListener<ApplicationEvent> time = event -> {
            if (event instanceof PayloadApplicationEvent<?> found && found.getPayload() instanceof IntentsFoundEvent) {
                clock.advance(Duration.ofMinutes(1));
            }
        };
        Starts.run(
                application("idempotency.lease=100ms").withInitializer(context -> context.addApplicationListener(time)),
                context -> {
                    Payments payments = context.getBean(Payments.class);
                    assertThat(payments.awaitEvent().scopes())
                            .extracting(IntentSummary::count)
                            .containsExactly(1L);
                    assertThat(payments.awaitEvent().scopes())
                            .extracting(IntentSummary::count)
                            .containsExactly(1L);
                });
    }

    @Test
    void theReportCanBeSwitchedOff() {
        Starts.run(
                application("idempotency.recovery.report-at-startup=false"),
                context -> assertThat(context.getBean(IntentWatch.class).isRunning())
                        .isFalse());
    }

    @Test
    void aStoreThatCannotBeAskedIsNoReasonNotToStart(CapturedOutput output) {
        Starts.run(
                application(new Down()),
                context -> await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(output).contains("Executions without outcome could not be listed")));
    }

    @Test
    void recoveryIsOffUnlessAskedFor(CapturedOutput output) {
        Starts.run(application(), context -> assertThat(output).doesNotContain("recovered in the background"));
    }

    @Test
    void recoveryAsksTheBeanOfTheScope(CapturedOutput output) {
        lose("1");
        Starts.run(application("idempotency.recovery.enabled=true", "idempotency.recovery.interval=100ms"), context -> {
            assertThat(output).contains("recovered in the background, of the scopes [payments]");
            await().atMost(PATIENCE)
                    .until(() ->
                            store.find(operation("1").storeKey()).orElseThrow().state() == RecordState.COMPLETED);
            assertThat(context.getBean(Payments.class).pay("1")).isEqualTo("found");
        });
    }

    /** The default store is another one, for better or worse. */
    private ApplicationContextRunner beside(IdempotencyStore standard, String... properties) {
        return application(standard, properties)
                .withPropertyValues("idempotency.scopes.payments.store=vault")
                .withBean(
                        "vault",
                        IdempotencyStore.class,
                        () -> store,
                        vault -> ((AbstractBeanDefinition) vault).setDefaultCandidate(false));
    }

    /** Seen to fail when the default store alone was asked. */
    @Test
    void everyStoreIsReportedAlsoWhereAnotherIsAway(CapturedOutput output) {
        lose("1");
        Starts.run(beside(new Down()), context -> {
            assertThat(context.getBean(Payments.class).awaitEvent().scopes())
                    .extracting(IntentSummary::scope)
                    .containsExactly("payments");
            assertThat(output).contains("could not be listed in");
        });
    }

    /** Seen to fail when the default store alone was recovered. */
    @Test
    void recoveryGoesOnInEveryStoreThatCanTell(CapturedOutput output) {
        lose("1");
        Starts.run(
                beside(new Plain(), "idempotency.recovery.enabled=true", "idempotency.recovery.interval=100ms"),
                context -> {
                    assertThat(output).contains("of the scopes [payments] in [vault]");
                    await().atMost(PATIENCE)
                            .until(() -> store.find(operation("1").storeKey())
                                            .orElseThrow()
                                            .state()
                                    == RecordState.COMPLETED);
                });
    }

    /** Seen to fail when all stores shared one thread. */
    @Test
    void aStoreThatHangsHoldsUpNoOther() {
        lose("1");
        CountDownLatch released = new CountDownLatch(1);
        Starts.run(
                beside(
                        new Hanging(released),
                        "idempotency.recovery.enabled=true",
                        "idempotency.recovery.report-at-startup=false",
                        "idempotency.recovery.interval=100ms"),
                context -> {
                    try {
                        await().atMost(PATIENCE)
                                .until(() -> store.find(operation("1").storeKey())
                                                .orElseThrow()
                                                .state()
                                        == RecordState.COMPLETED);
                    } finally {
                        released.countDown();
                    }
                });
    }

    @Test
    void recoveryNeedsAStoreThatCanTell() {
        FailureAnalysis failure = Starts.failure(application(new Plain(), "idempotency.recovery.enabled=true"));
        assertThat(failure.getDescription()).contains("idempotency.recovery.enabled", Plain.class.getName());
        assertThat(failure.getAction()).contains("RecoverableIdempotencyStore");
    }

    @Test
    void theStoreIsNotAskedWhereItCannotTell() {
        Starts.run(application(new Plain()), context -> assertThat(context).hasNotFailed());
    }

    @Test
    void intervalAndBatchSizeAreChecked() {
        assertThat(Starts.failure(application("idempotency.recovery.interval=0"))
                        .getDescription())
                .contains("idempotency.recovery.interval");
        assertThat(Starts.failure(application("idempotency.recovery.batch-size=0"))
                        .getDescription())
                .contains("idempotency.recovery.batch-size");
    }

    static class Payments {

        private final BlockingQueue<IntentsFoundEvent> events = new LinkedBlockingQueue<>();

        BlockingQueue<IntentsFoundEvent> events() {
            return events;
        }

        IntentsFoundEvent awaitEvent() {
            return await().atMost(PATIENCE).until(events::poll, Objects::nonNull);
        }

        @EventListener
        void found(IntentsFoundEvent event) {
            events.add(event);
        }

        @Idempotent(key = "#id", scope = "payments", effect = Effect.IRREVERSIBLE, reconcileWith = "ledger")
        public String pay(String id) {
            return "ran";
        }

        @Bean
        static Reconciler ledger() {
            return lost -> Reconciliation.happened("found");
        }
    }

    /** Says that it has been asked. */
    private static final class Watched extends Plain implements RecoverableIdempotencyStore {

        private final CountDownLatch listed;

        Watched(CountDownLatch listed) {
            this.listed = listed;
        }

        @Override
        public IntentPage intents(String after, int limit) {
            listed.countDown();
            return new IntentPage(List.of(), null);
        }
    }

    private static final class Down extends Plain implements RecoverableIdempotencyStore {

        @Override
        public IntentPage intents(String after, int limit) {
            throw new IllegalStateException("the server is away");
        }
    }

    private static final class Hanging extends Plain implements RecoverableIdempotencyStore {

        private final CountDownLatch released;

        Hanging(CountDownLatch released) {
            this.released = released;
        }

        @Override
        public Claim claim(ClaimRequest request) {
            try {
                released.await();
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
            return super.claim(request);
        }

        @Override
        public IntentPage intents(String after, int limit) {
            return new IntentPage(List.of(), null);
        }
    }

    /** Keeps nothing, and can tell nothing. */
    private static class Plain implements IdempotencyStore {

        @Override
        public Claim claim(ClaimRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Completion complete(StoreKey key, long token, Result result, Duration retention) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean release(StoreKey key, long token) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean markUnknown(StoreKey key, long token) {
            throw new UnsupportedOperationException();
        }

        public Optional<IdempotencyRecord> find(StoreKey key) {
            return Optional.empty();
        }

        public boolean delete(StoreKey key) {
            return false;
        }
    }
}
