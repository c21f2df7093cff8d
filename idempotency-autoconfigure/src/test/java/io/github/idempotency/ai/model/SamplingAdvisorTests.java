package io.github.idempotency.ai.model;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import io.github.idempotency.ai.model.Node.Killed;
import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.execution.IdempotencyEvent;
import io.github.idempotency.execution.IdempotencyEvent.Type;
import io.github.idempotency.execution.Layer;
import io.github.idempotency.execution.Verdict;
import io.github.idempotency.sampling.SamplesRejectedException;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.StoreKey;

import static io.github.idempotency.ai.model.Node.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Retries and samples are two things: neither spends what the other may. With keys that differ between attempts the crash is
 * followed by the first sample; with retries of both the sample and the generation in it, more failures are let pass than the
 * scope says.
 */
class SamplingAdvisorTests {

    private static final ResponseJudge NUMBER =
            response -> ResponseJudge.text(response).matches("\\d+")
                    ? Verdict.USABLE
                    : Verdict.rejected("'" + ResponseJudge.text(response) + "' is no number");

    private final ScriptedModel model = new ScriptedModel();

    private final Node node = new Node(model);

    @Test
    void aRejectedAnswerIsSampledAgainWithItsErrorInThePrompt() {
        model.says("many").says("a lot").says("42");
        assertThat(node.run(() -> ask(node.sampled(NUMBER).build(), "How many?")))
                .isEqualTo("42");
        assertThat(model.lastMessages())
                .containsExactly(
                        "How many?",
                        "Your previous answer was rejected: 'many' is no number",
                        "Your previous answer was rejected: 'a lot' is no number");
        assertThat(node.events.events().stream()
                        .filter(event ->
                                event.type() == Type.COMPLETED && event.scope().equals("assistant/sample"))
                        .map(event -> event.stored().outcome()))
                .containsExactly(Outcome.REJECTED, Outcome.REJECTED, Outcome.SUCCEEDED);
    }

    @Test
    void aCrashBetweenTheSecondAndTheThirdSampleResumesAtTheThird() {
        model.says("many").says("a lot");
        AtomicInteger judged = new AtomicInteger();
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> ask(
                        node.sampled(NUMBER)
                                .defaultAdvisors(new Deadly(node, model, 2))
                                .build(),
                        "How many?")));
        assertThat(model.asked()).isEqualTo(2);
        Node successor = node.successor();
        model.says("42");
        ResponseJudge counting = response -> {
            judged.incrementAndGet();
            return NUMBER.apply(response);
        };
        assertThat(successor.run(() -> ask(successor.sampled(counting).build(), "How many?")))
                .isEqualTo("42");
        assertThat(model.asked()).isEqualTo(3);
        assertThat(judged).as("what was judged before is not judged again").hasValue(1);
        assertThat(model.lastMessages().get(2)).contains("'a lot' is no number");
    }

    @Test
    void failuresSpendRetriesAndNoSamples() {
        Node patient = new Node(model, 3, 2);
        model.says("many").breaks().breaks().says("42");
        assertThat(patient.run(() -> ask(patient.sampled(NUMBER).build(), "How many?")))
                .isEqualTo("42");
        assertThat(model.asked()).isEqualTo(4);
    }

    @Test
    void rejectionsSpendSamplesAndNoRetries() {
        Node patient = new Node(model, 2, 4);
        model.says("many").says("a lot").says("lots").breaks().says("42");
        assertThat(patient.run(() -> ask(patient.sampled(NUMBER).build(), "How many?")))
                .isEqualTo("42");
        assertThat(model.asked()).isEqualTo(5);
    }

    @Test
    void failuresAreBoundedInEachSample() {
        Node patient = new Node(model, 2, 9);
        model.says("many").breaks().breaks().says("42");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> patient.run(() -> ask(patient.sampled(NUMBER).build(), "How many?")));
        assertThat(model.asked()).isEqualTo(3);
    }

    @Test
    void asManySamplesAsThereMayBeAreTakenOverAllRetries() {
        model.says("many").says("a lot").says("lots");
        assertThatExceptionOfType(SamplesRejectedException.class)
                .isThrownBy(() -> node.run(() -> ask(node.sampled(NUMBER).build(), "How many?")))
                .satisfies(ex -> assertThat(ex.errors()).hasSize(3))
                .withMessage("None of 3 samples was usable; the last one: 'lots' is no number");
        Node successor = node.successor();
        assertThatExceptionOfType(SamplesRejectedException.class)
                .isThrownBy(
                        () -> successor.run(() -> ask(successor.sampled(NUMBER).build(), "How many?")));
        assertThat(model.asked()).isEqualTo(3);
    }

    @Test
    void whatWasCutOffIsSampledAgainWithoutAnyJudge() {
        model.answers("It begins well and", "LENGTH").says("Short");
        assertThat(node.run(() -> ask(node.sampled(ResponseJudge.NONE).build(), "Tell me")))
                .isEqualTo("Short");
        assertThat(model.lastMessages().get(1)).contains("cut off");
    }

    @Test
    void aRetryTemplateAroundItGoesOnWithTheSampleThatFailed() {
        model.says("many").breaks().says("42").says("next");
        RetryTemplate retries = new RetryTemplate(
                RetryPolicy.builder().maxRetries(3).delay(Duration.ZERO).build());
        String answer = node.run(() -> {
            ChatClient client = node.sampled(NUMBER).build();
            return retries.invoke(() -> ask(client, "How many?"));
        });
        assertThat(answer).isEqualTo("42");
        assertThat(model.asked()).isEqualTo(3);
    }

    /** Its repetitions have prompts of their own, and so samples of their own; after a crash none is asked for again. */
    @Test
    void springAisOwnValidationStandsOutside() {
        model.says("many").says("{\"count\":\"many\"}").says("{}").says("{\"count\":42}");
        ResponseJudge json = ResponseJudge.matching("{\"type\":\"object\"}");
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    assertThat(ask(validated(node, json), "How many?")).isEqualTo("{\"count\":42}");
                    throw node.die();
                }));
        assertThat(model.asked()).isEqualTo(4);
        Node successor = node.successor();
        assertThat(successor.run(() -> ask(validated(successor, json), "How many?")))
                .isEqualTo("{\"count\":42}");
        assertThat(model.asked()).isEqualTo(4);
        assertThat(successor.events.events().stream().filter(event -> event.layer() == Layer.STEP))
                .extracting(event -> event.type())
                .containsOnly(Type.REPLAYED);
        // It adds up what its repetitions have used; each of the four is counted once all the same.
        CostSum generation = CostSum.of(Cost.tokens("scripted-1", 11, 7));
        CostSum all = generation.plus(generation).plus(generation).plus(generation);
        assertThat(node.spent).hasSize(4).containsOnly(Cost.tokens("scripted-1", 11, 7));
        assertThat(cost(node, Type.COMPLETED)).isEqualTo(all);
        assertThat(successor.spent).isEmpty();
        assertThat(cost(successor, Type.COMPLETED)).isEqualTo(CostSum.NONE);
        assertThat(cost(successor, Type.REPLAYED)).isEqualTo(all);
    }

    private static CostSum cost(Node node, Type type) {
        CostSum sum = CostSum.NONE;
        for (IdempotencyEvent event : node.events.events()) {
            sum = event.type() == type && event.cost() != null ? sum.plus(event.cost()) : sum;
        }
        return sum;
    }

    @Test
    void whatDoesNotMatchTheSchemaIsRejectedWithWhatIsWrong() {
        model.says("{\"count\":\"many\"}").says("{}").says("{\"count\":42}");
        ResponseJudge schema = ResponseJudge.matching("""
                {"type":"object","properties":{"count":{"type":"integer"}},"required":["count"]}""");
        assertThat(node.run(() -> ask(node.sampled(schema).build(), "How many?")))
                .isEqualTo("{\"count\":42}");
        assertThat(model.lastMessages().get(1)).contains("previous answer was rejected", "string", "integer");
        assertThat(model.lastMessages().get(2)).contains("previous answer was rejected", "required", "count");
        assertThat(model.asked()).isEqualTo(3);
    }

    /** With the error left out of the key, as was tried, both second samples have one. */
    @Test
    void theKeyOfASampleIsOfItsNumberAndOfTheErrorBefore() {
        List<StoreKey> many = sampleKeys("many");
        assertThat(many).hasSize(2).doesNotHaveDuplicates();
        assertThat(sampleKeys("many")).isEqualTo(many);
        List<StoreKey> lots = sampleKeys("lots");
        assertThat(lots.get(0)).isEqualTo(many.get(0));
        assertThat(lots.get(1)).isNotEqualTo(many.get(1));
    }

    /** Of the same call of another node, which was first told this. */
    private static List<StoreKey> sampleKeys(String first) {
        Node other = new Node(new ScriptedModel().says(first).says("42"));
        other.run(() -> ask(other.sampled(NUMBER).build(), "How many?"));
        return other.events.events().stream()
                .filter(event -> event.type() == Type.COMPLETED && event.scope().equals("assistant/sample"))
                .map(IdempotencyEvent::storeKey)
                .toList();
    }

    private static ChatClient validated(Node node, ResponseJudge judge) {
        return node.sampled(judge)
                .defaultAdvisors(StructuredOutputValidationAdvisor.builder()
                        .outputType(Count.class)
                        .build())
                .build();
    }

    record Count(int count) {}

    @Test
    void whatCannotBeConvertedIsRejected() {
        model.says("many").says("{\"count\": 42}");
        ResponseJudge convertible = ResponseJudge.convertibleBy(new BeanOutputConverter<>(Count.class));
        assertThat(node.run(() -> ask(node.sampled(convertible).build(), "How many?")))
                .isEqualTo("{\"count\": 42}");
    }

    @Test
    void anExpressionSaysWhatIsUsable() {
        model.says("no").says("yes");
        ResponseJudge expression = ResponseJudge.succeededWhen("#result.result.output.text == 'yes'");
        assertThat(node.run(() -> ask(node.sampled(expression).build(), "Agreed?")))
                .isEqualTo("yes");
    }

    @Test
    void samplesAreTakenOutsideAGuardedCallTooButNotRecorded() {
        model.says("many").says("42");
        assertThat(ask(node.sampled(NUMBER).build(), "How many?")).isEqualTo("42");
        assertThat(node.events.events()).isEmpty();
    }

    /** Nothing of what was rejected is given, and after a crash nothing that was sampled is asked for again. */
    @Test
    void aStreamIsGivenWhenItHasBeenJudged() {
        model.onEventLoop().says("a great many").says("42");
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    assertThat(stream(node)).containsExactly("42");
                    throw node.die();
                }));
        assertThat(model.lastMessages())
                .containsExactly("How many?", "Your previous answer was rejected: 'a great many' is no number");
        Node successor = node.successor();
        assertThat(successor.run(() -> String.join("|", stream(successor)))).isEqualTo("42");
        assertThat(model.asked()).isEqualTo(2);
        assertThat(node.writing).containsOnly(false);
    }

    @Test
    void failuresOfAStreamSpendRetriesAndNoSamples() {
        Node patient = new Node(model, 3, 2);
        model.says("a great many").breaks().breaks().says("42");
        assertThat(patient.run(() -> String.join("|", stream(patient)))).isEqualTo("42");
        assertThat(model.asked()).isEqualTo(4);
    }

    @Test
    void aStreamOfWhichNoSampleIsUsableFails() {
        model.says("many").says("a lot").says("lots");
        assertThatExceptionOfType(SamplesRejectedException.class)
                .isThrownBy(() -> node.run(() -> String.join("|", stream(node))));
        model.says("many").says("42");
        assertThat(stream(node)).as("outside any guarded call").containsExactly("42");
    }

    private static List<String> stream(Node node) {
        return node.sampled(NUMBER).build().prompt("How many?").stream()
                .content()
                .collectList()
                .block();
    }

    /** The programmatic way, with answers of any type. */
    @Test
    void anythingCanBeSampled() {
        AtomicInteger asked = new AtomicInteger();
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    count(node, asked, 2);
                    return "";
                }));
        Node successor = node.successor();
        assertThat(successor.run(() -> count(successor, asked, 9).toString())).isEqualTo("Count[count=42]");
        assertThat(asked).hasValue(3);
    }

    private static Count count(Node node, AtomicInteger asked, int dyingAfter) {
        return node.sampling.sample(
                "count",
                Count.class,
                sample -> {
                    if (asked.get() == dyingAfter) {
                        throw node.die();
                    }
                    assertThat(sample.number()).isEqualTo(asked.incrementAndGet());
                    assertThat(sample.previousError().isPresent()).isEqualTo(sample.number() > 1);
                    return new Count(sample.number() == 3 ? 42 : 0);
                },
                count -> count.count() > 0 ? Verdict.USABLE : Verdict.rejected("0 of sample is not enough"));
    }
}
