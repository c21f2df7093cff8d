package io.github.idempotency.ai.model;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.content.Media;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.ResultCodec;

/**
 * What the pieces of one streamed answer amount to, with what Spring AI's aggregator leaves out. Pieces in which there is
 * more than it adds up make an answer that cannot be stored.
 */
final class StreamedAnswer implements ResultCodec<ChatResponse> {

    private final List<Media> media = new CopyOnWriteArrayList<>();

    private volatile @Nullable String more;

    private volatile boolean cached;

    /** The pieces, the whole being told when they have ended. */
    Flux<ChatResponse> of(Flux<ChatResponse> pieces, Consumer<ChatResponse> whole) {
        return new MessageAggregator()
                .aggregate(
                        pieces.doOnSubscribe(subscription -> forget()).doOnNext(this::note),
                        aggregated -> whole.accept(withMedia(aggregated)));
    }

    /** The whole, when the pieces have ended. For a thread that may wait, whose guarded call is theirs. */
    @Nullable
    ChatResponse await(Flux<ChatClientResponse> pieces, ContextView subscriber) {
        IdempotencyContext running = IdempotencyContext.find().orElse(null);
        AtomicReference<@Nullable ChatResponse> whole = new AtomicReference<>();
        of(pieces.handle(ModelStepAdvisor::piece), whole::set)
                .contextWrite(context -> running == null ? context : context.put(IdempotencyContext.class, running))
                .contextWrite(subscriber)
                .blockLast();
        return whole.get();
    }

    private void forget() {
        media.clear();
        more = null;
        cached = false;
    }

    /** Whether a cache has given the pieces, that says so in one of them. */
    boolean isCached() {
        return cached;
    }

    private void note(ChatResponse piece) {
        cached |= GenerationCost.isCached(piece);
        if (piece.getResults().size() > 1) {
            more = "a stream of several answers at a time";
        }
        piece.getResults().forEach(result -> {
            AssistantMessage message = result.getOutput();
            media.addAll(message.getMedia());
            if (message.getClass() != AssistantMessage.class) {
                more = "a stream of " + message.getClass().getName();
            }
        });
    }

    private ChatResponse withMedia(ChatResponse aggregated) {
        Generation generation = aggregated.getResult();
        if (generation == null || media.isEmpty()) {
            return aggregated;
        }
        AssistantMessage message = generation.getOutput();
        AssistantMessage whole = AssistantMessage.builder()
                .content(message.getText())
                .properties(message.getMetadata())
                .toolCalls(message.getToolCalls())
                .media(List.copyOf(media))
                .build();
        return new ChatResponse(List.of(new Generation(whole, generation.getMetadata())), aggregated.getMetadata());
    }

    @Override
    public byte[] encode(ChatResponse whole) {
        if (more != null) {
            throw ChatResponseCodec.unstorable(more);
        }
        return ChatResponseCodec.INSTANCE.encode(whole);
    }

    @Override
    public ChatResponse decode(byte[] bytes) {
        return ChatResponseCodec.INSTANCE.decode(bytes);
    }
}
