package io.github.idempotency.test.store;

/**
 * What every store guarantees, one test a guarantee. A store's test class implements it, and beside it
 * {@link RenewableStoreContract}, {@link InspectableStoreContract} and the like where the store has these capabilities:
 *
 * <pre>{@code
 * class MyStoreTests implements IdempotencyStoreContract, RenewableStoreContract {
 *
 *     private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:00Z"));
 *
 *     private final MyStore store = new MyStore(clock);
 *
 *     public MyStore store() {
 *         return store;
 *     }
 *
 *     public void letPass(Duration duration) {
 *         clock.advance(duration);
 *     }
 * }
 * }</pre>
 *
 * <p>Whatever is asserted to be over has been let pass on the store's own clock, and whatever is asserted to last was
 * given five minutes: a slow machine makes the tests slow, never wrong.
 */
public interface IdempotencyStoreContract
        extends ClaimContract,
                MismatchContract,
                CompletionContract,
                ResultContract,
                ResultRetentionContract,
                ParticularsContract,
                ReleaseContract,
                UnknownContract,
                ReconciliationContract,
                FencingTokenContract,
                ExpiryContract,
                ConcurrencyContract {}
