package io.github.idempotency.store;

/**
 * What is counted. No part ever holds a key or an owner.
 *
 * @param scope the operation
 * @param layer what kind of call it is, for example {@code http}
 * @param name what of the calls: an outcome such as {@code taken-over}, or a kind of amount, whose name says its unit
 */
public record Counter(String scope, String layer, String name) {

    /** @throws IllegalArgumentException if the layer or the name has a control character */
    public Counter {
        if ((layer + name).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("The layer or the name of a counter has a control character");
        }
    }

    /** What it is added to where there is no room for it by itself. */
    public Counter ofOthers() {
        return new Counter(ClusterCounters.OTHERS, layer, name);
    }
}
