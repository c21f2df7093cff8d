package io.github.idempotency.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.idempotency.execution.ResultEnvelope;

import static org.assertj.core.api.Assertions.assertThat;

class EncryptionMistakesTests {

    private static final String GOOD =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes());

    @ParameterizedTest
    @CsvSource({
        "c2hvcnQ=, idempotency.encryption.keys.a has 5 bytes",
        "not-base64-but-s3cret, idempotency.encryption.keys.a is not base64",
        "'', idempotency.encryption.keys.a has 0 bytes",
    })
    void aKeyThatIsNoneStopsTheStartAndIsNotShown(String key, String message) {
        FailureAnalysis failure = Starts.failure(Starts.application()
                .withPropertyValues("idempotency.encryption.key=a", "idempotency.encryption.keys.a=" + key));
        assertThat(failure.getDescription()).contains(message);
        assertThat(failure.getAction()).contains("32 random bytes in base64");
        if (!key.isEmpty()) {
            assertThat(failure.getDescription() + failure.getAction() + stackTrace(failure))
                    .doesNotContain(key);
        }
    }

    private static String stackTrace(FailureAnalysis failure) {
        StringWriter text = new StringWriter();
        failure.getCause().printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void aNameWithoutAKeyStopsTheStart() {
        assertThat(Starts.failure(Starts.application()
                                .withPropertyValues(
                                        "idempotency.encryption.key=b", "idempotency.encryption.keys.a=" + GOOD))
                        .getDescription())
                .isEqualTo("idempotency.encryption.key is 'b', but idempotency.encryption.keys has only [a].");
        assertThat(Starts.failure(Starts.application().withPropertyValues("idempotency.encryption.key=b"))
                        .getAction())
                .contains("add idempotency.encryption.keys.b");
    }

    @Test
    void aNameThatCannotBeStoredStopsTheStart() {
        assertThat(Starts.failure(Starts.application().withPropertyValues("idempotency.encryption.keys[a/b]=" + GOOD))
                        .getAction())
                .contains("letters, digits");
    }

    @Test
    void compressionOfEncryptedAnswersHasToBeMeant() {
        var both = Starts.application()
                .withPropertyValues(
                        "idempotency.encryption.key=a",
                        "idempotency.encryption.keys.a=" + GOOD,
                        "idempotency.compression.threshold=2KB");
        assertThat(Starts.failure(both).getAction()).contains("idempotency.compression.with-encryption=true");
        Starts.run(
                both.withPropertyValues("idempotency.compression.with-encryption=true"),
                context -> assertThat(context).hasSingleBean(ResultEnvelope.class));
        assertThat(Starts.failure(Starts.application().withPropertyValues("idempotency.compression.threshold=-1B"))
                        .getDescription())
                .contains("idempotency.compression.threshold is -1B");
    }

    @Test
    void keysAreInNoText() {
        Starts.run(
                Starts.application()
                        .withPropertyValues("idempotency.encryption.key=a", "idempotency.encryption.keys.a=" + GOOD),
                context -> assertThat(context.getBean(IdempotencyEncryptionProperties.class))
                        .asString()
                        .contains("[a]")
                        .doesNotContain(GOOD));
    }
}
