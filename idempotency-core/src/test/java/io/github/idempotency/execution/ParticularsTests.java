package io.github.idempotency.execution;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostSum;
import io.github.idempotency.store.Outcome;
import io.github.idempotency.store.Result;

import static org.assertj.core.api.Assertions.assertThat;

class ParticularsTests {

    private static final TraceReference TRACE =
            new TraceReference("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");

    private static final CostSum COST = CostSum.of(Cost.tokens("m", 1_000_000, 300))
            .plus(Cost.unknown(null))
            .plus(Cost.money(new BigDecimal("999999999999999999.123456789012"), Currency.getInstance("EUR")))
            .plus(Cost.money(BigDecimal.ZERO, Currency.getInstance("USD")));

    @Test
    void everythingComesBack() {
        CostSum large = new CostSum(Long.MAX_VALUE, 0, 1, Long.MAX_VALUE, 127, COST.amounts());
        for (CostSum total : new CostSum[] {COST, large}) {
            for (TraceReference trace :
                    new TraceReference[] {TRACE, null, new TraceReference("b7ad6b7169203331", "b7ad6b7169203332")}) {
                Particulars particulars = new Particulars(trace, COST, total);
                assertThat(read(particulars.encoded())).isEqualTo(particulars);
            }
        }
    }

    /** As in the samples of stored records. */
    @Test
    void theEncodingIsTheSamples() {
        CostSum cost =
                CostSum.of(Cost.tokens("m", 1000, 20).priced(new BigDecimal("0.25"), Currency.getInstance("EUR"), "v"));
        String sample = "0118b7ad6b71692033310af7651916cd43dd8448eb211c80319c020c010000e80714455552020119";

        assertThat(new Particulars(TRACE, cost, cost).encoded())
                .isEqualTo(java.util.HexFormat.of().parseHex(sample));
    }

    @Test
    void aLabelThatIsNotKnownIsPassedOver() {
        byte[] known = new Particulars(TRACE, CostSum.NONE, CostSum.NONE).encoded();
        byte[] later = new byte[known.length + 5];
        later[0] = 99;
        later[1] = 3;
        System.arraycopy(known, 0, later, 5, known.length);

        assertThat(read(later).trace()).isEqualTo(TRACE);
    }

    @Test
    void damageIsNothing() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new Particulars(TRACE, COST, COST).encoded();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            assertThat(read(java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length))))
                    .isNotNull();
        }
    }

    @Test
    void whatDoesNotFitIsLeftOut() {
        TreeMap<String, BigDecimal> amounts = new TreeMap<>();
        for (char first = 'A'; first <= 'Z'; first++) {
            amounts.put(first + "UR", new BigDecimal("999999999999999999.123456789012"));
        }
        CostSum many = new CostSum(26, 0, 0, 0, 0, amounts);

        Particulars read = read(new Particulars(TRACE, many, many).encoded());

        assertThat(read).isEqualTo(new Particulars(TRACE, CostSum.NONE, CostSum.NONE));
    }

    private static Particulars read(byte[] encoded) {
        return Particulars.of(new Result(Outcome.SUCCEEDED, null).with(encoded));
    }
}
