package io.github.idempotency.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.github.idempotency.aop.InvalidIdempotentException;

/**
 * Compression of stored answers.
 *
 * @param threshold Smallest answer that is compressed before it is stored. Without it none is.
 * @param withEncryption Whether answers are compressed that are encrypted too, so that their length tells something of
 *     what they say.
 */
@ConfigurationProperties("idempotency.compression")
record IdempotencyCompressionProperties(
        @Nullable DataSize threshold, @DefaultValue("false") boolean withEncryption) {

    IdempotencyCompressionProperties {
        if (threshold != null && threshold.isNegative()) {
            throw new InvalidIdempotentException(
                    "idempotency.compression.threshold is " + threshold + ".", "Write 2KB, for example.");
        }
    }

    /** In bytes; beyond every length if nothing is compressed. */
    long minimum() {
        return threshold == null ? Long.MAX_VALUE : threshold.toBytes();
    }
}
