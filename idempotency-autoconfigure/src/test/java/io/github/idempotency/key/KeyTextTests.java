package io.github.idempotency.key;

import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.key.Expressions.Event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyTextTests {

    @Test
    void aSimpleValueIsItsText() {
        assertThat(Expressions.key("#event.id")).isEqualTo("e-1");
        assertThat(Expressions.key("#count")).isEqualTo("7");
        assertThat(Expressions.key("#event.payload", payload(new UUID(0, 1)))).isEqualTo(new UUID(0, 1).toString());
        assertThat(Expressions.key("T(java.time.DayOfWeek).MONDAY")).isEqualTo("MONDAY");
        assertThat(Expressions.key("T(java.time.LocalDate).of(2026, 1, 2)")).isEqualTo("2026-01-02");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "'  '", "{}", "#event.payload", "#header['X-Absent']"})
    void nullBlankAndEmptyAreAMissingKey(String expression) {
        assertThat(Expressions.key(expression)).isNull();
    }

    @Test
    void theElementsOfAListNeverRunTogether() {
        assertThat(Expressions.key("{'a', 'bc'}"))
                .isNotEqualTo(Expressions.key("{'ab', 'c'}"))
                .isNotEqualTo(Expressions.key("{'abc'}"));
        assertThat(Expressions.key("{'1:a'}")).isNotEqualTo(Expressions.key("{'a'}"));
        assertThat(Expressions.key("{'', 'a'}")).isNotEqualTo(Expressions.key("{'a', ''}"));
    }

    @Test
    void theSameListIsTheSameKey() {
        assertThat(Expressions.key("{#event.id, #event.version}")).isEqualTo("3:e-11:2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#event", "{#event}", "{{'a'}}", "{a: 1}", "new Object()", "{#event.id, null}", "new int[]{1}"})
    void aValueWhoseTextDoesNotSayWhatItIsIsRefused(String expression) {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> Expressions.key(expression))
                .satisfies(ex -> {
                    assertThat(ex.problem()).isEqualTo(IdempotencyProblem.KEY_INVALID);
                    assertThat(ex.getCause()).hasMessageContaining("let it yield a text, number, UUID");
                });
    }

    @Test
    void aRefusalShowsNothingOfTheValue() {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> Expressions.key("#event.payload", payload(Map.of("card", "4242"))))
                .satisfies(ex -> assertThat(ex).hasStackTraceContaining("Map").hasMessageNotContaining("4242"));
    }

    private static Event payload(Object payload) {
        return new Event("e-1", 1, payload);
    }
}
