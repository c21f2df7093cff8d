package io.github.idempotency.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.github.idempotency.autoconfigure.IdempotencyObservationAutoConfiguration;
import io.github.idempotency.execution.Execution;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ObservedCall;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallObservationTests {

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final List<String> events = new ArrayList<>();

    private final LeaseKeeper keeper = new LeaseKeeper();

    private final IdempotentOperation operation = IdempotentOperation.of(
                    new KeyScope("shop", "orders", "alice"), "secret-key")
            .with(Layer.HTTP);

    private final IdempotentExecutor executor = executor(new ObservationIdempotencyListener(registry, null));

    private IdempotentExecutor executor(IdempotencyListener listener) {
        return new IdempotentExecutor(new InMemoryIdempotencyStore(), keeper, listener);
    }

    @BeforeEach
    void listen() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {

            @Override
            public void onEvent(Observation.Event event, Observation.Context context) {
                events.add(event.getName());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    @AfterEach
    void stop() {
        keeper.close();
    }

    private String call() {
        return executor.execute(operation, ResultCodec.UTF_8, () -> "answer");
    }

    private List<Observation.Context> observed() {
        var contexts = new ArrayList<Observation.Context>();
        TestObservationRegistryAssert.assertThat(registry).hasHandledContextsThatSatisfy(contexts::addAll);
        return contexts;
    }

    private static @Nullable String value(Observation.Context context, String key) {
        KeyValue value = context.getLowCardinalityKeyValue(key);
        value = value == null ? context.getHighCardinalityKeyValue(key) : value;
        return value == null ? null : value.getValue();
    }

    @Test
    void aReplayNamesTheRecordAndTheExecutionWhoseAnswerItIs() {
        call();
        call();
        TestObservationRegistryAssert.assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo("idempotency.operation", 2)
                .forAllObservationsWithNameEqualTo(
                        "idempotency.operation",
                        observation -> observation
                                .doesNotHaveError()
                                .hasContextualNameEqualTo("idempotency orders")
                                .hasLowCardinalityKeyValue("idempotency.scope", "orders")
                                .hasLowCardinalityKeyValue("idempotency.layer", "http")
                                .hasHighCardinalityKeyValue(
                                        "idempotency.record",
                                        operation.storeKey().reference())
                                .hasHighCardinalityKeyValue("idempotency.attempt", "1"));
        assertThat(observed())
                .extracting(context -> value(context, "idempotency.outcome"))
                .containsExactly("completed", "replayed");
        assertThat(observed())
                .extracting(context -> value(context, "idempotency.token"))
                .doesNotContainNull()
                .containsOnly(value(observed().get(0), "idempotency.token"));
    }

    @Test
    void noKeyAndNoOwnerIsInAnObservation() {
        call();
        assertThat(observed())
                .allSatisfy(context -> assertThat(context.getAllKeyValues())
                        .noneMatch(value -> value.getValue().contains("secret")
                                || value.getValue().contains("alice")));
    }

    @Test
    void whatTheActionObservesIsWithinItsCall() {
        Observation outer = Observation.start("outer", registry);
        Observation.@Nullable ContextView parent;
        try (Observation.Scope scope = outer.openScope()) {
            parent = executor.execute(
                                    operation,
                                    ResultCodec.UTF_8,
                                    () -> registry.getCurrentObservation()
                                            .getContextView()
                                            .getName())
                            .equals("idempotency.operation")
                    ? observed().get(1).getParentObservation().getContextView()
                    : null;
        }
        outer.stop();
        assertThat(parent).isSameAs(outer.getContextView());
        assertThat(registry.getCurrentObservation()).isNull();
    }

    @Test
    void anObservationLastsUntilALaterAnswerIsStored() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletableFuture<String> answer = executor.executeAsync(operation, ResultCodec.UTF_8, () -> stage);
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasBeenStarted()
                .isNotStopped();
        stage.complete("late");
        answer.join();
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasBeenStopped()
                .hasLowCardinalityKeyValue("idempotency.outcome", "completed");
    }

    @Test
    void aFailureIsTheErrorOfItsCallAndARefusalIsNone() {
        IllegalStateException broken = new IllegalStateException("broken");
        assertThatThrownBy(() -> executor.execute(operation, ResultCodec.UTF_8, () -> {
                    throw broken;
                }))
                .isSameAs(broken);
        Execution running = (Execution) executor.begin(operation);
        assertThatThrownBy(this::call).isInstanceOf(RuntimeException.class);
        running.release();
        assertThat(observed())
                .extracting(context -> value(context, "idempotency.outcome"))
                .containsExactly("released", "released", "in-progress");
        assertThat(observed()).extracting(Observation.Context::getError).containsExactly(broken, null, null);
    }

    @Test
    void whatIsNoOutcomeIsAnEventAndWhatComesTooLateIsNeither() {
        ObservedCall call = new ObservationIdempotencyListener(registry, null).observe(operation);
        call.on(event(Type.WAITED));
        call.on(event(Type.REPLAYED));
        call.end();
        call.end();
        call.on(event(Type.LOST));
        assertThat(events).containsExactly("waited");
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasLowCardinalityKeyValue("idempotency.outcome", "replayed");
    }

    private IdempotencyEvent event(Type type) {
        return IdempotencyEvent.of(type, operation.scope(), operation.layer(), operation.storeKey());
    }

    @Test
    void aFloodOfScopesIsCutOff() {
        for (int i = 0; i <= BoundedScopes.MOST; i++) {
            executor.begin(IdempotentOperation.of(new KeyScope("shop", "scope-" + i, ""), "key"));
        }
        assertThat(value(observed().get(BoundedScopes.MOST), "idempotency.scope"))
                .isEqualTo(BoundedScopes.OTHERS);
    }

    @Test
    void aConventionOfTheApplicationReplacesTheDefault() {
        IdempotencyObservationConvention own = new DefaultIdempotencyObservationConvention() {

            @Override
            public String getName() {
                return "guard";
            }
        };
        application()
                .withBean(Tracer.class, () -> Tracer.NOOP)
                .withBean(IdempotencyObservationConvention.class, () -> own)
                .run(this::callIn);
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasNameEqualTo("guard");
    }

    @Test
    void callsAreObservedWhereTheyAreTraced() {
        application().run(this::callIn);
        TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
        application().withBean(Tracer.class, () -> Tracer.NOOP).run(this::callIn);
        TestObservationRegistryAssert.assertThat(registry).hasNumberOfObservationsEqualTo(1);
    }

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ObservationAutoConfiguration.class, IdempotencyObservationAutoConfiguration.class))
                .withBean(TestObservationRegistry.class, () -> registry);
    }

    private void callIn(ApplicationContext context) {
        executor(context.getBean(ObservationIdempotencyListener.class))
                .execute(operation, ResultCodec.UTF_8, () -> "answer");
    }
}
