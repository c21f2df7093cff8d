package io.github.idempotency.benchmark.server;

import java.io.Serializable;

/**
 * @param text what is ordered; a name of its own where executions are counted
 * @param millis how long that takes; executions of one that takes no time are not counted
 */
public record Order(String text, int millis) implements Serializable {}
