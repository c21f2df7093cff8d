package io.github.idempotency.torture;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

import io.github.idempotency.torture.HistoryEntry.Kind;

/** Who may own a key, and what an owner may still do; see {@link HistoryChecker}. */
final class ClaimRules {

    /** For clocks that are kept on time while leases run. */
    private static final long SLACK = Duration.ofMillis(20).toNanos();

    private final long lease;

    ClaimRules(Duration lease) {
        this.lease = lease.toNanos();
    }

    void check(KeyHistory key, BiConsumer<Rule, String> broken) {
        List<HistoryEntry> claims = key.claims();
        for (int i = 0; i < claims.size(); i++) {
            for (HistoryEntry later : claims.subList(i + 1, claims.size())) {
                compare(key, claims.get(i), later, broken);
            }
        }
        key.first(Kind.STORED)
                .ifPresent(stored -> key.all(Kind.CLAIMED)
                        .filter(claim -> claim.from() > stored.at())
                        .forEach(claim -> broken.accept(Rule.FINAL_RESULT, "" + claim)));
        key.answersNeverStored().forEach(answer -> triedAgain(key, answer, broken));
        if (key.is(Work.IRREVERSIBLE) && key.all(Kind.EFFECT).count() > 1) {
            broken.accept(Rule.ONE_EFFECT, "effects: " + key.details(Kind.EFFECT));
        }
    }

    /** @param later the claim with the greater token */
    private void compare(KeyHistory key, HistoryEntry claim, HistoryEntry later, BiConsumer<Rule, String> broken) {
        if (later.token() == claim.token() || later.at() < claim.from()) {
            broken.accept(Rule.GROWING_TOKENS, claim + " and " + later);
        }
        if (later.at() < claim.from() + lease - SLACK && !released(key, claim, later)) {
            broken.accept(Rule.ONE_OWNER, claim + " and " + later);
        }
        key.all(Kind.STORED)
                .filter(stored -> stored.token() == claim.token() && stored.from() > later.at())
                .forEach(stored -> broken.accept(Rule.FENCED, stored + " after " + later));
    }

    /** Visits come three times a lease, so that one must have come in two thirds of it, unless something was in the way. */
    private void triedAgain(KeyHistory key, HistoryEntry untold, BiConsumer<Rule, String> broken) {
        key.all(Kind.CLAIMED)
                .filter(claim -> claim.token() > untold.token() && claim.from() > untold.at() + 2 * lease / 3)
                .filter(claim -> !key.hasDied(untold.who()) && !key.anyFault(untold.at(), claim.from()))
                .filter(claim -> key.all(Kind.UNTOLD, Kind.LOST)
                        .noneMatch(again -> again.token() == untold.token()
                                && again.from() > untold.at()
                                && again.from() < claim.at()))
                .findFirst()
                .ifPresent(claim -> broken.accept(Rule.TRIED_AGAIN, untold + " and " + claim));
    }

    private static boolean released(KeyHistory key, HistoryEntry claim, HistoryEntry later) {
        return key.all(Kind.RELEASED)
                .anyMatch(release -> release.token() == claim.token() && release.from() < later.at());
    }
}
