package io.github.idempotency.store;

/**
 * What is counted. Neither part ever holds a key or an owner.
 *
 * @param scope the operation
 * @param layer what kind of call it is, for example {@code http}
 * @param name what of the calls: an outcome such as {@code taken-over}, or a kind of amount, whose name says its unit
 */
public record Counter(String scope, String layer, String name) {}
