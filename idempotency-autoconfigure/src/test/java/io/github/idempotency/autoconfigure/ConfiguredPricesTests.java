package io.github.idempotency.autoconfigure;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.cost.Cost;
import io.github.idempotency.cost.CostPrices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConfiguredPricesTests {

    private final ConfiguredPrices prices = new ConfiguredPrices(bind(Map.of(
            "idempotency.cost.currency", "USD",
            "idempotency.cost.price-version", "2030-01",
            "idempotency.cost.prices[gpt-4.1/eu].input-per-million", "2.50",
            "idempotency.cost.prices[gpt-4.1/eu].output-per-million", "10")));

    private static IdempotencyCostProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("idempotency.cost", IdempotencyCostProperties.class);
    }

    @Test
    void tokensOfAKnownModelHaveAPrice() {
        Cost priced = prices.priced(Cost.tokens("gpt-4.1/eu", 1000, 10));

        assertThat(priced.amount()).isEqualByComparingTo("0.0026");
        assertThat(priced.currency()).isEqualTo(Currency.getInstance("USD"));
        assertThat(priced.priceVersion()).isEqualTo("2030-01");
        assertThat(priced.inputTokens()).isEqualTo(1000);
    }

    @Test
    void whatHasNoPriceIsUnknownAndNotZero() {
        assertThat(prices.priced(Cost.tokens("other", 1000, 10)).amount()).isNull();
        assertThat(prices.priced(Cost.unknown("gpt-4.1/eu")).amount()).isNull();
        assertThat(prices.priced(Cost.tokens(null, 1, 1)).amount()).isNull();
    }

    @Test
    void whoSaysWhatItCostsIsBelieved() {
        Cost own = Cost.tokens("gpt-4.1/eu", 1, 1).priced(BigDecimal.ONE, Currency.getInstance("EUR"), null);

        assertThat(prices.priced(own)).isSameAs(own);
    }

    @Test
    void pricesHaveAVersionACurrencyAndBothParts() {
        mistake(Map.of("prices.m.input-per-million", "1"), "no idempotency.cost.currency");
        mistake(Map.of("prices.m.input-per-million", "1", "currency", "USD"), "no idempotency.cost.price-version");
        mistake(
                Map.of("prices.m.input-per-million", "1", "currency", "USD", "price-version", "1"),
                "idempotency.cost.prices.m.output-per-million is missing");
        mistake(
                Map.of("prices.m.input-per-million", "-1", "currency", "USD", "price-version", "1"),
                "idempotency.cost.prices.m.input-per-million is -1");
    }

    @Test
    void aVersionThatNoLedgerCanKeepIsRefused() {
        mistake(Map.of("price-version", "v".repeat(201)), "idempotency.cost.price-version has 201 characters");
        mistake(Map.of("price-version", "v\0"), "idempotency.cost.price-version has");
    }

    /** Rounded, it would be more than a cost can be. */
    @Test
    void whatIsTooMuchIsUnknown() {
        CostPrices dear = new ConfiguredPrices(bind(Map.of(
                "idempotency.cost.currency", "USD",
                "idempotency.cost.price-version", "1",
                "idempotency.cost.prices.dear.input-per-million", "999999999999999999.9999999999999",
                "idempotency.cost.prices.dear.output-per-million", "0")));

        assertThat(dear.priced(Cost.tokens("dear", 1_000_000, 0)).amount()).isNull();
    }

    private static void mistake(Map<String, String> properties, String message) {
        Map<String, String> prefixed = new java.util.HashMap<>();
        properties.forEach((name, value) -> prefixed.put("idempotency.cost." + name, value));
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> bind(prefixed))
                .havingRootCause()
                .isInstanceOf(InvalidIdempotentException.class)
                .withMessageContaining(message);
    }
}
