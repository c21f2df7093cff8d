package io.github.idempotency.aop;

import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.mock.env.MockEnvironment;

import io.github.idempotency.Effect;
import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AnnotationSettingsTests {

    private final MockEnvironment environment =
            new MockEnvironment().withProperty("orders.ttl", "12h").withProperty("orders.scope", "orders");

    private final AnnotationSettings settings = new AnnotationSettings(environment::resolveRequiredPlaceholders);

    @Test
    void anAnnotationThatSaysNothingSetsNothing() {
        assertThat(settings.of(annotation("", ""))).isEqualTo(IdempotentSettings.NONE);
        assertThat(settings.scope(annotation("", ""))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "24h, PT24H",
        "1d, PT24H",
        "250ms, PT0.25S",
        "250, PT0.25S",
        "PT1H, PT1H",
        "pt30s, PT30S",
        "P1D, PT24H",
        "' 30s ', PT30S",
        "${orders.ttl}, PT12H",
        "${orders.other:2h}, PT2H"
    })
    void aDurationIsWrittenAs(String text, Duration duration) {
        assertThat(settings.of(annotation(text, "")).ttl()).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one day", "30 s", "30x", "1h30m", "P", "99999999999999999999s"})
    void isNoDuration(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.of(annotation(text, "")))
                .withMessage("has ttl = \"" + text + "\", which is no duration: write for example 30s, 24h or PT1H");
    }

    @Test
    void aPlaceholderThatCannotBeResolvedIsNoDuration() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings.of(annotation("${orders.unknown}", "")));
    }

    @Test
    void aPlaceholderThatResolvesToNothingSaysNothing() {
        assertThat(settings.of(annotation("${orders.unknown:}", "")).ttl()).isNull();
    }

    @Test
    void everyStringMayBeAPlaceholder() {
        assertThat(settings.scope(annotation("", "${orders.scope}"))).isEqualTo("orders");
    }

    @Test
    void whatIsSaidIsSet() throws NoSuchMethodException {
        IdempotentSettings said = settings.of(AnnotationSettingsTests.class
                .getDeclaredMethod("saysAll", String.class)
                .getAnnotation(Idempotent.class));
        assertThat(said.required()).isFalse();
        assertThat(said.effect()).isEqualTo(Effect.IRREVERSIBLE);
        assertThat(said.lease()).hasSeconds(5);
        assertThat(said.key()).isEqualTo("#id");
        assertThat(said.fingerprint()).isEqualTo("#id");
        assertThat(said.profile()).isEqualTo("sensitive");
    }

    @Idempotent(
            key = "#id",
            fingerprint = "#id",
            profile = "sensitive",
            lease = "5s",
            required = false,
            effect = Effect.IRREVERSIBLE)
    void saysAll(String id) {}

    private static Idempotent annotation(String ttl, String scope) {
        Annotation annotation =
                AnnotationUtils.synthesizeAnnotation(Map.of("ttl", ttl, "scope", scope), Idempotent.class, null);
        return (Idempotent) annotation;
    }
}
