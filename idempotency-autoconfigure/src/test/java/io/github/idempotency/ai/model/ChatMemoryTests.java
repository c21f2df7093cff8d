package io.github.idempotency.ai.model;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.core.Ordered;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import reactor.core.publisher.Flux;

import io.github.idempotency.ai.model.Node.Killed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A conversation that outlives the process, as Spring AI keeps it. Where the memory is no part of the call, the retry has
 * another prompt and is refused, and what is said is remembered twice.
 */
class ChatMemoryTests {

    private static final String CONVERSATION = "alice";

    private final ScriptedModel model = new ScriptedModel();

    private final Node node = new Node(model);

    private final ChatMemoryRepository kept = new InMemoryChatMemoryRepository();

    private final ChatMemory memory =
            MessageWindowChatMemory.builder().chatMemoryRepository(kept).build();

    @BeforeEach
    void sayHello() {
        memory.add(CONVERSATION, List.of(new UserMessage("hello"), new AssistantMessage("hi")));
    }

    @Test
    void aCallThatDiedBeforeTheMemoryWasToldOfTheAnswerResumesAndTellsIt() {
        model.says("one");
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> ask(node, memory, "first", new DyingInside(node))));
        assertThat(remembered()).containsExactly("hello", "hi", "first");
        Node successor = node.successor();
        model.says("two");
        assertThat(successor.run(() -> ask(successor, memory, "first") + ask(successor, memory, "second")))
                .isEqualTo("onetwo");
        assertThat(model.asked()).isEqualTo(2);
        assertThat(remembered()).containsExactly("hello", "hi", "first", "one", "second", "two");
    }

    @Test
    void aCallThatDiedAfterTheMemoryWasToldTellsItNothingTwice() {
        model.says("one");
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    ask(node, memory, "first");
                    throw node.die();
                }));
        Node successor = node.successor();
        model.says("two");
        assertThat(successor.run(() -> ask(successor, memory, "first") + ask(successor, memory, "second")))
                .isEqualTo("onetwo");
        assertThat(remembered()).containsExactly("hello", "hi", "first", "one", "second", "two");
    }

    /** What others have said in the conversation meanwhile is no part of this call. */
    @Test
    void aRetryHasThePromptOfTheFirstAttempt() {
        model.says("one");
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    ask(node, memory, "first");
                    throw node.die();
                }));
        memory.add(CONVERSATION, new UserMessage("meanwhile"));
        Node successor = node.successor();
        assertThat(successor.run(() -> ask(successor, memory, "first"))).isEqualTo("one");
        assertThat(model.asked()).isEqualTo(1);
        assertThat(remembered()).containsExactly("hello", "hi", "first", "one", "meanwhile");
    }

    /** Memory and record are two systems: between the one and the other there is a moment, and its outcome is known. */
    @Test
    void aCallThatDiedBetweenTheMemoryAndItsRecordResumesAndHasSaidItTwice() {
        ChatMemory deadly = new Remembering(memory, node);
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> node.run(() -> ask(node, deadly, "first")));
        Node successor = node.successor();
        model.says("one");
        assertThat(successor.run(() -> ask(successor, memory, "first"))).isEqualTo("one");
        assertThat(remembered()).containsExactly("hello", "hi", "first", "first", "one");
    }

    @Test
    void aRequestThatIsRetriedWithinTheCallIsRememberedOnce() {
        model.breaks().says("one");
        RetryTemplate retries = new RetryTemplate(
                RetryPolicy.builder().maxRetries(3).delay(Duration.ZERO).build());
        assertThat(node.run(() -> retries.invoke(() -> ask(node, memory, "first"))))
                .isEqualTo("one");
        assertThat(remembered()).containsExactly("hello", "hi", "first", "one");
    }

    @Test
    void aStreamIsRememberedOnce() {
        model.onEventLoop().says("one two");
        assertThatExceptionOfType(Killed.class)
                .isThrownBy(() -> node.run(() -> {
                    assertThat(stream(node)).isEqualTo("one two");
                    throw node.die();
                }));
        Node successor = node.successor();
        assertThat(successor.run(() -> stream(successor))).isEqualTo("one two");
        assertThat(model.asked()).isEqualTo(1);
        assertThat(remembered()).containsExactly("hello", "hi", "first", "one two");
        assertThat(node.writing).containsOnly(false);
    }

    /** As after a timeout: whoever asks again asks the same, and the memory has that already. */
    @Test
    void aStreamThatIsGivenUpAndAskedForAgainWithinTheCallIsRememberedOnce() {
        model.onEventLoop().says("one two").says("three four");
        assertThat(node.run(() -> {
                    assertThat(pieces(node).blockFirst()).isEqualTo("one ");
                    return stream(node);
                }))
                .isEqualTo("three four");
        assertThat(remembered()).containsExactly("hello", "hi", "first", "three four");
    }

    @Test
    void outsideAnyGuardedCallItIsAsEver() {
        model.says("one");
        assertThat(ask(node, memory, "first")).isEqualTo("one");
        assertThat(remembered()).containsExactly("hello", "hi", "first", "one");
        assertThat(node.events.events()).isEmpty();
    }

    private List<String> remembered() {
        return kept.findByConversationId(CONVERSATION).stream()
                .map(Message::getText)
                .toList();
    }

    private static String ask(Node node, ChatMemory memory, String prompt, CallAdvisor... advisors) {
        return client(node, memory, builder -> builder.defaultAdvisors(advisors))
                .prompt(prompt)
                .call()
                .content();
    }

    private String stream(Node node) {
        return String.join("", pieces(node).collectList().block());
    }

    private Flux<String> pieces(Node node) {
        return client(node, memory, builder -> builder).prompt("first").stream().content();
    }

    private static ChatClient client(Node node, ChatMemory memory, UnaryOperator<ChatClient.Builder> more) {
        return more.apply(node.client()
                        .defaultAdvisors(
                                MessageChatMemoryAdvisor.builder(memory).build())
                        .defaultAdvisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, CONVERSATION)))
                .build();
    }

    /** Inside the memory: the generation has been stored. */
    record DyingInside(Node node) implements CallAdvisor {

        @Override
        public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
            chain.nextCall(request);
            throw node.die();
        }

        @Override
        public String getName() {
            return "dying inside";
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE + 250;
        }
    }

    /** A memory that is told, and nobody hears of it any more. */
    record Remembering(ChatMemory memory, Node node) implements ChatMemory {

        @Override
        public void add(String conversation, List<Message> messages) {
            memory.add(conversation, messages);
            throw node.die();
        }

        @Override
        public List<Message> get(String conversation) {
            return memory.get(conversation);
        }

        @Override
        public void clear(String conversation) {
            memory.clear(conversation);
        }
    }
}
