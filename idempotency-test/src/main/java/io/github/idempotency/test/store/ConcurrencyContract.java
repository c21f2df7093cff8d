package io.github.idempotency.test.store;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.idempotency.store.Claim;
import io.github.idempotency.store.Completion;
import io.github.idempotency.store.StoreKey;

import static io.github.idempotency.test.store.RecordAssertions.assertAnswer;
import static io.github.idempotency.test.store.RecordAssertions.text;
import static org.assertj.core.api.Assertions.assertThat;

/** Every verb is one atomic step. Part of {@link IdempotencyStoreContract}. */
interface ConcurrencyContract extends StoreUnderTest {

    @Test
    default void oneOfManyConcurrentClaimsWins() {
        Caller caller = Caller.of(this);

        List<Claim> claims = Race.run(64, runner -> caller.claim());

        assertThat(claims).filteredOn(Claim.Acquired.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(Claim.InProgress.class::isInstance).hasSize(63);
    }

    @Test
    default void oneOfManyConcurrentTakeOversWins() {
        Caller expired = Caller.of(this).withLease(moment());
        expired.acquire();
        letPass(moment());
        Caller caller = expired.withLease(Caller.LONG);

        List<Claim> claims = Race.run(32, runner -> caller.claim());

        assertThat(claims)
                .filteredOn(claim -> claim instanceof Claim.Acquired acquired && acquired.takenOver())
                .hasSize(1);
        assertThat(claims).filteredOn(Claim.InProgress.class::isInstance).hasSize(31);
    }

    @Test
    default void oneOfManyConcurrentRequestsOwnsTheKey() {
        Caller one = Caller.of(this);
        Caller other = one.withFingerprint(Caller.OTHER_REQUEST);

        List<Claim> claims = Race.run(32, runner -> (runner % 2 == 0 ? one : other).claim());

        assertThat(claims).filteredOn(Claim.Acquired.class::isInstance).hasSize(1);
        assertThat(claims).filteredOn(Claim.Mismatch.class::isInstance).hasSize(16);
    }

    @Test
    default void everyReplayIsCountedUnderConcurrency() {
        Caller caller = Caller.of(this);
        caller.stored(caller.acquire().token(), "answer");

        List<Long> replays = Race.run(
                        16,
                        runner -> Stream.generate(() -> caller.claim(Claim.Completed.class)
                                        .record()
                                        .replays())
                                .limit(8)
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();

        assertThat(replays)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 128).boxed().toList());
        assertThat(caller.claim(Claim.Completed.class).record().replays()).isEqualTo(129);
    }

    @Test
    default void oneOfTwoOwnersOfOneKeyStoresItsResult() {
        Caller stale = Caller.of(this).withLease(moment());
        long staleToken = stale.acquire().token();
        letPass(moment());
        Caller owner = stale.withLease(Caller.LONG);
        long token = owner.acquire().token();

        List<Completion> completions = Race.run(
                8, runner -> runner % 2 == 0 ? stale.complete(staleToken, "stale") : owner.complete(token, "answer"));

        assertThat(completions).filteredOn(Completion.Stored.class::isInstance).hasSize(1);
        assertAnswer(owner.claim(Claim.Completed.class).record(), "answer");
    }

    @Test
    default void oneOfManyFinishersWithOneTokenStoresItsResult() {
        Caller caller = Caller.of(this);
        long token = caller.acquire().token();

        List<Completion> completions = Race.run(16, runner -> caller.complete(token, "answer " + runner));

        String authoritative = text(caller.claim(Claim.Completed.class).record());
        assertThat(completions).filteredOn(Completion.Stored.class::isInstance).hasSize(1);
        assertThat(completions)
                .filteredOn(Completion.Lost.class::isInstance)
                .hasSize(15)
                .allSatisfy(lost -> assertAnswer(((Completion.Lost) lost).current(), authoritative));
    }

    @Test
    default void aLateCompletionAndATakeOverNeverBothSucceed() {
        List<Caller> owners = Stream.generate(() -> Caller.of(this).withLease(moment()))
                .limit(32)
                .toList();
        List<Long> tokens =
                owners.stream().map(owner -> owner.acquire().token()).toList();
        letPass(moment());

        List<List<Boolean>> won = Race.run(
                2,
                runner -> IntStream.range(0, owners.size())
                        .mapToObj(number -> {
                            Caller owner = owners.get(number);
                            return runner == 0
                                    ? owner.complete(tokens.get(number), "late") instanceof Completion.Stored
                                    : owner.withLease(Caller.LONG).claim() instanceof Claim.Acquired;
                        })
                        .toList());

        assertThat(IntStream.range(0, owners.size()))
                .allSatisfy(number -> assertThat(won.get(0).get(number))
                        .isNotEqualTo(won.get(1).get(number)));
    }

    @Test
    default void noKeyIsExecutedTwiceOrByTwoAtATime() {
        List<StoreKey> keys =
                Stream.generate(() -> Caller.of(this).key()).limit(16).toList();

        ClaimsReport report = ConcurrentClaimsScenario.on(store(), keys)
                .threads(8)
                .failuresPerKey(2)
                .run();

        assertThat(report.tallies()).hasSize(keys.size());
        assertThat(report.unexecuted()).isEmpty();
        assertThat(report.duplicates()).isEmpty();
        assertThat(report.overlaps()).isEmpty();
        assertThat(report.differing()).isEmpty();
    }
}
