package io.github.idempotency.cost;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CostSumTests {

    private static final Currency EUR = Currency.getInstance("EUR");

    private static final Currency USD = Currency.getInstance("USD");

    @Test
    void unknownIsNotZero() {
        CostSum sum = CostSum.of(Cost.tokens("large", 100, 20))
                .plus(Cost.unknown("large"))
                .plus(Cost.tokens("large", 1, 2).priced(new BigDecimal("0.5"), EUR, "2030-01"));
        assertThat(sum).isEqualTo(new CostSum(3, 1, 2, 101, 22, sum.amounts()));
        assertThat(sum.amounts()).isEqualTo(Map.of("EUR", new BigDecimal("0.500000000000")));
    }

    @Test
    void nothingReportedIsNothingKnown() {
        assertThat(CostSum.NONE.isNone()).isTrue();
        assertThat(CostSum.of(Cost.unknown(null)).isNone()).isFalse();
        assertThat(CostSum.of(Cost.money(BigDecimal.ZERO, EUR)).unpriced()).isZero();
    }

    @Test
    void moneyIsAddedWithinItsCurrency() {
        CostSum sum = CostSum.of(Cost.money(BigDecimal.ONE, EUR))
                .plus(Cost.money(BigDecimal.ONE, USD))
                .plus(Cost.money(new BigDecimal("0.1"), EUR));
        assertThat(sum.amounts().get("EUR")).isEqualByComparingTo("1.1");
        assertThat(sum.amounts().get("USD")).isEqualByComparingTo("1");
    }

    @Test
    void aCostIsWhatCanBeAddedUp() {
        assertThatIllegalArgumentException().isThrownBy(() -> Cost.tokens("m", -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Cost.tokens(" ", 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost("m", 1L, null, null, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost("m", null, null, BigDecimal.ONE, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> Cost.money(new BigDecimal("-0.1"), EUR));
        assertThatIllegalArgumentException().isThrownBy(() -> Cost.money(new BigDecimal("1e18"), EUR));
    }

    @Test
    void anAmountIsRoundedBeforeItIsCompared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cost.money(new BigDecimal("999999999999999999.9999999999996"), EUR))
                .withMessageStartingWith("amount ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cost.money(new BigDecimal("1E+2000000000"), EUR))
                .withMessageStartingWith("amount ");
        assertThat(Cost.money(new BigDecimal("999999999999999999.9999999999994"), EUR)
                        .amount())
                .isEqualTo(new BigDecimal("999999999999999999.999999999999"));
        assertThat(Cost.money(new BigDecimal("1E-2000000000"), EUR).amount()).isEqualTo("0.000000000000");
        assertThat(Cost.money(new BigDecimal("5E-13"), EUR).amount()).isEqualTo("0.000000000001");
    }

    @Test
    void namesAreSuchAsEveryDatabaseKeeps() {
        assertThat(Cost.unknown("la\0r\nge\uD83D").model()).isEqualTo("large");
        assertThat(Cost.unknown("\uD83D\uDE80").model()).isEqualTo("\uD83D\uDE80");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cost.unknown("\0"))
                .withMessageStartingWith("model ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cost.tokens("m", 1, 1).priced(BigDecimal.ONE, EUR, "v".repeat(201)))
                .withMessageStartingWith("priceVersion ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cost.tokens("m", 1, 1).priced(BigDecimal.ONE, EUR, "v\0"))
                .withMessageStartingWith("priceVersion ");
    }

    @Test
    void whateverAProviderCallsItsModelCanBeReported() {
        assertThat(Cost.modelName("\0large\n")).isEqualTo("large");
        assertThat(Cost.modelName("m".repeat(199) + "\uD83D\uDE80")).isEqualTo("m".repeat(199));
        assertThat(Cost.modelName("\0".repeat(300) + "large")).isEqualTo("large");
        for (String nothing : new String[] {null, "", " \n", "\0", "\uD83D"}) {
            assertThat(Cost.modelName(nothing)).isNull();
        }
    }
}
