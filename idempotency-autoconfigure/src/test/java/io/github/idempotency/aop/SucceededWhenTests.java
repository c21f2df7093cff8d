package io.github.idempotency.aop;

import java.util.function.Consumer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.idempotency.Idempotent;
import io.github.idempotency.actuate.IdempotencyEndpoint;
import io.github.idempotency.actuate.RecordDescriptor;
import io.github.idempotency.autoconfigure.Starts;
import io.github.idempotency.execution.IdempotencyListener;
import io.github.idempotency.execution.ResultValidator;
import io.github.idempotency.execution.Verdict;
import io.github.idempotency.key.KeyResolver;
import io.github.idempotency.observation.ClusterTotals;
import io.github.idempotency.observation.IdempotencyTotals;
import io.github.idempotency.observation.MeterIdempotencyListener;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Ran is not succeeded: what is not usable is given and given again, and the record says so. */
class SucceededWhenTests {

    private final ApplicationContextRunner application = Starts.application(Observed.class, Questions.class);

    @Test
    void theAnnotationSaysWhatIsUsable() {
        check(application, context -> {
            Questions questions = context.getBean(Questions.class);
            assertThat(questions.ask("1", "good")).isEqualTo("good 1");
            assertThat(questions.ask("2", "bad")).isEqualTo("bad 2");
            assertThat(questions.ask("2", "bad")).isEqualTo("bad 2");
            assertThat(outcome(context, "questions", "1")).isEqualTo(Outcome.SUCCEEDED);
            assertThat(outcome(context, "questions", "2")).isEqualTo(Outcome.REJECTED);
            assertThat(context.getBean(SimpleMeterRegistry.class)
                            .get("idempotency.calls")
                            .tags("scope", "questions", "outcome", "rejected")
                            .counter()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void aFailureThatIsRememberedIsRecordedAndCountedAsOne() {
        check(application, context -> {
            Questions questions = context.getBean(Questions.class);
            for (int call = 0; call < 2; call++) {
                assertThatExceptionOfType(Declined.class).isThrownBy(() -> questions.declined("1"));
            }
            assertThat(outcome(context, "declined", "1")).isEqualTo(Outcome.FAILED);
            SimpleMeterRegistry meters = context.getBean(SimpleMeterRegistry.class);
            assertThat(meters.get("idempotency.calls")
                            .tags("scope", "declined", "outcome", "failed")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("idempotency.execution")
                            .tags("scope", "declined", "outcome", "failed")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void whatIsAnsweredLaterIsJudgedToo() {
        check(application, context -> {
            context.getBean(Questions.class).later("3", "bad").block();
            assertThat(outcome(context, "later", "3")).isEqualTo(Outcome.REJECTED);
        });
    }

    @Test
    void configurationBeatsTheAnnotation() {
        check(
                application.withPropertyValues("idempotency.scopes.questions.succeeded-when=#result.startsWith('bad')"),
                context -> {
                    context.getBean(Questions.class).ask("1", "good");
                    context.getBean(Questions.class).ask("2", "bad");
                    assertThat(outcome(context, "questions", "1")).isEqualTo(Outcome.REJECTED);
                    assertThat(outcome(context, "questions", "2")).isEqualTo(Outcome.SUCCEEDED);
                });
    }

    /** The work is done whatever is wrong with its judge. */
    @Test
    void anExpressionThatCannotBeEvaluatedRejects() {
        check(
                application.withPropertyValues("idempotency.scopes.questions.succeeded-when=#result.nothing.like.it"),
                context -> {
                    assertThat(context.getBean(Questions.class).ask("1", "good"))
                            .isEqualTo("good 1");
                    assertThat(outcome(context, "questions", "1")).isEqualTo(Outcome.REJECTED);
                });
    }

    @Test
    void aValidatorBeanJudgesEveryGuardedMethod() {
        check(application.withUserConfiguration(Validating.class), context -> {
            context.getBean(Questions.class).ask("1", "good but dull");
            context.getBean(Questions.class).unjudged("2");
            assertThat(outcome(context, "questions", "1")).isEqualTo(Outcome.REJECTED);
            assertThat(outcome(context, "unjudged", "2")).isEqualTo(Outcome.REJECTED);
        });
    }

    @Test
    void aMistakeStopsTheStart() {
        assertThat(Starts.failure(application.withPropertyValues(
                                "idempotency.scopes.questions.succeeded-when=#reslt != null"))
                        .getDescription())
                .contains("succeededWhen = \"#reslt != null\"", "names #reslt");
    }

    @Test
    void theResultHasNoNameBeforeThereIsOne() {
        assertThat(Starts.failure(application.withPropertyValues("idempotency.scopes.questions.key=#result"))
                        .getDescription())
                .contains("key = \"#result\"", "names #result");
    }

    @Test
    void elementsThatAreGivenOneByOneAreNotJudged() {
        assertThat(Starts.failure(Streaming.class).getDescription())
                .contains("Streaming.words", "has succeededWhen and returns", "Flux");
    }

    @Test
    void aHandlerIsJudgedByItsStatus() {
        assertThat(Starts.webFailure(Handler.class).getDescription())
                .contains("Handler.post", "has succeededWhen", "the service that the handler calls");
    }

    private static void check(ApplicationContextRunner runner, Consumer<AssertableApplicationContext> test) {
        Starts.run(runner, test);
    }

    private static Outcome outcome(AssertableApplicationContext context, String scope, String key) {
        RecordDescriptor found =
                (RecordDescriptor) context.getBean(IdempotencyEndpoint.class).record(scope, key, null);
        assertThat(found).isNotNull();
        return found.outcome();
    }

    static class Questions {

        @Idempotent(scope = "questions", key = "#id", succeededWhen = "#result.startsWith('good') && #id != null")
        public String ask(String id, String answer) {
            return answer + " " + id;
        }

        @Idempotent(scope = "later", key = "#id", succeededWhen = "#result == 'good'")
        public Mono<String> later(String id, String answer) {
            return Mono.just(answer);
        }

        @Idempotent(scope = "declined", key = "#id", remember = Declined.class)
        public String declined(String id) throws Declined {
            throw new Declined("no funds");
        }

        @Idempotent(scope = "unjudged", key = "#id")
        public String unjudged(String id) {
            return "dull";
        }
    }

    static class Streaming {

        @Idempotent(key = "#id", succeededWhen = "#result != null")
        public Flux<String> words(String id) {
            return Flux.just(id);
        }
    }

    @RestController
    static class Handler {

        @PostMapping("/handler")
        @Idempotent(succeededWhen = "#result != null")
        public String post() {
            return "";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Validating {

        @Bean
        ResultValidator dullness() {
            return (scope, result) ->
                    result instanceof String text && text.contains("dull") ? Verdict.rejected("dull") : Verdict.USABLE;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Observed {

        @Bean
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        MeterIdempotencyListener meters(SimpleMeterRegistry registry) {
            return new MeterIdempotencyListener(registry);
        }

        @Bean
        IdempotencyEndpoint endpoint(
                IdempotencyTotals totals, ClusterTotals cluster, IdempotencyStore store, KeyResolver keys) {
            return new IdempotencyEndpoint(
                    totals, cluster, scope -> store, keys, IdempotencyListener.NO_OP, event -> {});
        }
    }
}
