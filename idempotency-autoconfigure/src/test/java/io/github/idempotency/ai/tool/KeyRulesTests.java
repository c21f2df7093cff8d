package io.github.idempotency.ai.tool;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.key.CanonicalJson;

import static io.github.idempotency.ai.tool.ScriptedModel.call;
import static io.github.idempotency.ai.tool.ScriptedModel.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Why the runtime makes the keys: the example of {@code docs/ai-tools.md}. */
class KeyRulesTests {

    /** One wish, as one model has worded it in three runs. */
    private static final List<String> WORDINGS = List.of(
            "{\"to\": \"bob\", \"amount\": \"100\", \"reason\": \"Rent for May\"}",
            "{\"to\": \"bob\", \"amount\": \"100\", \"reason\": \"May rent, as agreed\"}",
            "{\"to\": \"bob\", \"amount\": \"100.00\", \"reason\": \"rent\"}");

    private final Bank bank = new Bank();

    private final AgentRuntime runtime = new AgentRuntime();

    @Test
    void hashesOfArgumentsTakeOneWishForThree() {
        ToolArguments arguments = new ToolArguments(new CanonicalJson(JsonMapper.shared()));
        Set<?> keys = WORDINGS.stream().map(arguments::fingerprint).collect(Collectors.toSet());
        assertThat(keys).hasSize(3);
    }

    @Test
    void hashesOfArgumentsTakeTwoWishesForOne() {
        AssistantMessage.ToolCall again = call("c2", "transfer_funds", WORDINGS.get(0));
        runtime.turn(ScriptedModel.asking(call("c1", "transfer_funds", WORDINGS.get(0)), again), bank, "s1");
        assertThat(bank.effects)
                .as("two ids are two wishes, worded alike or not")
                .hasSize(2);
    }

    /** The model is run again, so the ids are new: nothing the runtime has kept says that it is one wish. */
    @Test
    void aModelThatIsRunAgainAsksForAnotherCall() {
        ScriptedModel model = rewording("c1", "c2");
        runtime.turn(model, bank, "s1");
        runtime.turn(model, bank, "s1");
        assertThat(bank.effects).hasSize(2);
    }

    /** The id is that of the message that the runtime has kept, so another wording under it cannot be the same call. */
    @Test
    void theSameIdWordedOtherwiseIsRefusedAndNotRun() {
        ScriptedModel model = rewording("c1", "c1");
        runtime.turn(model, bank, "s1");
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> runtime.turn(model, bank, "s1"))
                .extracting(IdempotencyException::problem)
                .isEqualTo(IdempotencyProblem.KEY_REUSED);
        assertThat(bank.effects).hasSize(1);
    }

    /** With the message kept by the runtime, the retry asks for the very same call. */
    @Test
    void aKeptMessageIsTheSameCallAndRunsOnce() {
        AssistantMessage kept = message(call("c1", "transfer_funds", WORDINGS.get(0)));
        ScriptedModel model = new ScriptedModel(() -> kept);
        String first = runtime.turn(model, bank, "s1");
        assertThat(runtime.turn(model, bank, "s1")).isEqualTo(first);
        assertThat(bank.effects).hasSize(1);
    }

    private static ScriptedModel rewording(String... ids) {
        Iterator<String> wordings = WORDINGS.iterator();
        Iterator<String> given = Stream.of(ids).iterator();
        Supplier<AssistantMessage> rounds = () -> message(call(given.next(), "transfer_funds", wordings.next()));
        return new ScriptedModel(rounds);
    }
}
