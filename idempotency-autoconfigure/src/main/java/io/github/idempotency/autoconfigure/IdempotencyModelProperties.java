package io.github.idempotency.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration of the generations of language models.
 *
 * @param enabled Whether each generation of a chat client that is made with the application's builder is a step of the
 *     guarded call in which it is asked for.
 */
@ConfigurationProperties("idempotency.ai.model")
record IdempotencyModelProperties(@DefaultValue("false") boolean enabled) {}
