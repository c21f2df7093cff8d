package io.github.idempotency.aop;

import reactor.core.publisher.Flux;

import io.github.idempotency.Idempotent;
import io.github.idempotency.InProgressPolicy;

/** A service as the documentation shows it. */
class AnsweringService {

    record Question(String id, String text) {}

    record Piece(String text) {}

    private final Model model = question -> Flux.fromArray(question.split(" "));

    interface Model {

        Flux<String> stream(String question);
    }

    // tag::sequence[]
    @Idempotent(key = "#question.id", onInProgress = InProgressPolicy.ATTACH)
    public Flux<Piece> answer(Question question) {
        return model.stream(question.text()).map(Piece::new);
    }
    // end::sequence[]
}
