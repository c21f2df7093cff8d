package io.github.idempotency.autoconfigure;

import java.util.Locale;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.idempotency.aop.InvalidIdempotentException;
import io.github.idempotency.encryption.AnswerEnvelope;
import io.github.idempotency.encryption.EncryptionKeys;
import io.github.idempotency.execution.ResultEnvelope;

/** Auto-configuration of encryption and compression of stored answers. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "idempotency.enabled", matchIfMissing = true)
@EnableConfigurationProperties({IdempotencyEncryptionProperties.class, IdempotencyCompressionProperties.class})
public final class IdempotencyEncryptionAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(IdempotencyEncryptionAutoConfiguration.class);

    @Bean
    @ConditionalOnMissingBean
    EncryptionKeys idempotencyEncryptionKeys(IdempotencyEncryptionProperties properties) {
        if (properties.key() == null && !properties.keys().isEmpty()) {
            log.warn(
                    "Stored answers are not encrypted, although there are idempotency.encryption.keys: they are only read"
                            + " with them until idempotency.encryption.key names one");
        }
        return new ConfiguredKeys(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    ResultEnvelope idempotencyResultEnvelope(
            EncryptionKeys keys,
            IdempotencyEncryptionProperties encryption,
            IdempotencyCompressionProperties compression) {
        if (compression.threshold() != null && keys.activeId() != null && !compression.withEncryption()) {
            throw new InvalidIdempotentException(
                    "idempotency.compression.threshold is set, and answers are encrypted: the length of a compressed"
                            + " answer tells something of what it says.",
                    "Remove the threshold; or, where nobody who sees the length can choose part of the answer, write"
                            + " idempotency.compression.with-encryption=true.");
        }
        return new AnswerEnvelope(keys, encryption.readUnencrypted(), compression.minimum());
    }

    /** Whatever {@code show-values} says. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SanitizingFunction.class)
    static class Actuator {

        @Bean
        SanitizingFunction idempotencyEncryptionKeySanitizer(IdempotencyEncryptionProperties properties) {
            // Also where it comes from: a placeholder names a variable of any name.
            return data -> isKey(data) || properties.keys().containsValue(String.valueOf(data.getValue()))
                    ? data.withSanitizedValue()
                    : data;
        }

        /** As it is written in YAML, and as it is written in an environment variable. */
        private static boolean isKey(SanitizableData data) {
            return data.getKey()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9]", "")
                    .startsWith("idempotencyencryptionkeys");
        }
    }
}
