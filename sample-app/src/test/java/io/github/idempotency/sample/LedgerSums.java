package io.github.idempotency.sample;

/**
 * What a ledger of costs has.
 *
 * @param expenses costs that were reported
 * @param spent tokens of all of them
 * @param charges keys that are charged
 * @param charged tokens that they are charged with
 */
record LedgerSums(long expenses, long spent, long charges, long charged) {

    static final LedgerSums NONE = new LedgerSums(0, 0, 0, 0);

    LedgerSums plus(long moreExpenses, long moreSpent, long moreCharges, long moreCharged) {
        return new LedgerSums(expenses + moreExpenses, spent + moreSpent, charges + moreCharges, charged + moreCharged);
    }
}
