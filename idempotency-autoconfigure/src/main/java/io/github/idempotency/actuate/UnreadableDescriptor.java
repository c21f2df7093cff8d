package io.github.idempotency.actuate;

/**
 * What is where a record should be and is none: it refuses every call with its key until it is deleted.
 *
 * @param reference the record's name in the store and in logs
 * @param unreadable what is wrong with it
 */
public record UnreadableDescriptor(String reference, String unreadable) {}
