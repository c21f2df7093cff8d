package io.github.idempotency.store;

import java.util.Map;

/**
 * What one node has counted since its flush before.
 *
 * @param node a name that the node has for itself from its start to its end, and no node before or after
 * @param sequence greater with every flush of the node, from 1; a flush that is made again has its sequence and its
 *     amounts again
 * @param added amounts to add, which may be of any unit and negative
 */
public record CounterFlush(String node, long sequence, Map<Counter, Long> added) {

    /** @throws IllegalArgumentException if the sequence is less than 1 */
    public CounterFlush {
        if (sequence < 1) {
            throw new IllegalArgumentException("The sequence of a flush is from 1, not " + sequence);
        }
        added = Map.copyOf(added);
    }
}
