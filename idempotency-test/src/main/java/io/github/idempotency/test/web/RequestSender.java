package io.github.idempotency.test.web;

import org.jspecify.annotations.Nullable;

/** Sends one request again and again, each time with the key it is told. */
interface RequestSender {

    /** @param body what to send in place of the request's own body; null for its own */
    HttpAnswer send(String key, @Nullable Object body);
}
