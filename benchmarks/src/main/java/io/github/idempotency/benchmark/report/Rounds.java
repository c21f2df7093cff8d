package io.github.idempotency.benchmark.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Contenders, measured in turns. */
public final class Rounds {

    private final List<Contender> contenders = new ArrayList<>();

    /** One round of one contender. */
    public interface Round {

        double measure() throws Exception;
    }

    private record Contender(Figures figures, Round round) {}

    public Rounds with(String contender, Round round) {
        contenders.add(new Contender(new Figures(contender, new ArrayList<>()), round));
        return this;
    }

    /**
     * Every other round goes backwards: what drifts through a round favours nobody.
     *
     * @param warmUps rounds that are not counted
     * @param rounds rounds that are
     */
    public List<Figures> alternate(int warmUps, int rounds) throws Exception {
        List<Contender> backwards = new ArrayList<>(contenders);
        Collections.reverse(backwards);
        for (int round = -warmUps; round < rounds; round++) {
            for (Contender contender : round % 2 == 0 ? contenders : backwards) {
                double figure = contender.round().measure();
                if (round >= 0) {
                    contender.figures().byRound().add(figure);
                }
            }
        }
        return contenders.stream().map(Contender::figures).toList();
    }
}
