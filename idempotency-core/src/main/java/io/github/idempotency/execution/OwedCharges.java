package io.github.idempotency.execution;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostLedger;
import io.github.idempotency.cost.CostSource;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.cost.Expense;
import io.github.idempotency.store.IdempotencyRecord;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.TransactionalIdempotencyStore;

/**
 * Charges a key whose answer is given again, in case whoever stored that died before the charge: none is charged twice.
 * Only where the store has no transactions to charge it in. A single cost is in the record as it was. Several are there as
 * their sum, which is none of them and could not be told beside those that the ledger has: they are told as unknown, each
 * under its number, so that one that was written down when it was spent stays as it is, and only what is missing is unknown.
 */
record OwedCharges(IdempotencyStore store, CostLedger ledger, LateCharges late) {

    /** Of how many costs a record is believed to be the sum. */
    static final int MOST = 1_000;

    private static final Logger log = LoggerFactory.getLogger(OwedCharges.class);

    void charge(IdempotentOperation operation, IdempotencyRecord answered) {
        if (ledger == CostLedger.NONE || store instanceof TransactionalIdempotencyStore) {
            return;
        }
        Particulars kept = Particulars.of(answered.result());
        long reports = kept.cost().reports();
        boolean inner = IdempotencyContext.find().isPresent();
        if (reports < 1
                || reports > MOST
                || !(inner ? late.take(operation.storeKey()) : late.isOwed(operation.storeKey()))) {
            return;
        }
        try {
            List<Cost> costs = reports == 1
                    ? List.of(single(kept.cost(), kept.sources()))
                    : Collections.nCopies((int) reports, Cost.unknown(null));
            List<Expense> expenses = numbered(operation, answered.token(), costs);
            if (inner) {
                late.chargeNow(ledger, expenses);
            } else {
                late.add(ledger, expenses);
            }
        } catch (IllegalArgumentException ex) {
            log.debug("The cost of {} cannot be read", operation, ex);
        }
    }

    private static List<Expense> numbered(IdempotentOperation operation, long token, List<Cost> costs) {
        return IntStream.range(0, costs.size())
                .mapToObj(i -> new Expense(operation.storeKey(), token, i + 1, operation.scope(), costs.get(i)))
                .toList();
    }

    private static Cost single(CostSum sum, List<CostSource> sources) {
        CostSource of = sources.isEmpty() ? new CostSource(null, null) : sources.get(0);
        Cost cost = sum.uncounted() > 0
                ? Cost.unknown(of.model())
                : Cost.tokens(of.model(), sum.inputTokens(), sum.outputTokens());
        for (Map.Entry<String, BigDecimal> amount : sum.amounts().entrySet()) {
            cost = cost.priced(amount.getValue(), Currency.getInstance(amount.getKey()), of.priceVersion());
        }
        return cost;
    }
}
