package io.github.idempotency.autoconfigure;

import java.util.Currency;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.cost.Cost;

/**
 * What calls of models cost.
 *
 * @param ledger Where costs are written down to stay. Without it they are counted only.
 * @param currency Currency of the prices, three letters of ISO 4217.
 * @param priceVersion Name of this version of the prices, written down with every amount that they give.
 * @param prices Prices by the name of the model.
 */
@ConfigurationProperties("idempotency.cost")
record IdempotencyCostProperties(
        @Nullable LedgerType ledger,
        @Nullable Currency currency,
        @Nullable String priceVersion,
        @DefaultValue Map<String, ModelPrice> prices) {

    IdempotencyCostProperties {
        if (!prices.isEmpty() && (currency == null || priceVersion == null || priceVersion.isBlank())) {
            throw new InvalidIdempotentException(
                    "There are idempotency.cost.prices, but no "
                            + (currency == null ? "idempotency.cost.currency." : "idempotency.cost.price-version."),
                    "Write both, for example idempotency.cost.currency=USD and idempotency.cost.price-version=2030-01:"
                            + " an amount without them cannot be checked later.");
        }
        if (priceVersion != null
                && (priceVersion.length() > Cost.LONGEST_NAME
                        || priceVersion.chars().anyMatch(Character::isISOControl))) {
            throw new InvalidIdempotentException(
                    "idempotency.cost.price-version has " + priceVersion.length() + " characters, "
                            + "or one that is a control character.",
                    "Write a name of up to " + Cost.LONGEST_NAME + " characters, for example 2030-01.");
        }
        prices.forEach((model, price) -> price.require("idempotency.cost.prices." + model));
    }

    /** Where costs are written down. */
    enum LedgerType {
        /** In two tables of the database. */
        JDBC
    }
}
