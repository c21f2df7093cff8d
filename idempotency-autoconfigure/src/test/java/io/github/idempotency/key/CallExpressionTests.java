package io.github.idempotency.key;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.expression.EvaluationException;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.key.Expressions.Event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CallExpressionTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "#event.id | e-1",
                "#a0.id | e-1",
                "#p0.id | e-1",
                "#count | 7",
                "#a1 | 7",
                "#event.id + '/' + #event.version | e-1/2",
                "#root.method.name | create",
                "#root.target.class.simpleName | Orders",
                "method.name | create",
                "#this.method.name | create",
                "#header['X-Tenant'] | blue",
                "#principal | alice",
                "'constant' | constant",
                "#event.id.toUpperCase() | E-1",
                "T(Integer).toString(#count) | 7"
            })
    void anExpressionMayName(String expression, String value) {
        assertThat(Expressions.evaluate(expression, new Event("e-1", 2, null))).hasToString(value);
    }

    @Test
    void whatIsMissingIsNull() {
        assertThat(Expressions.evaluate("#event", null)).isNull();
        assertThat(Expressions.evaluate("#event?.id", null)).isNull();
        assertThat(Expressions.evaluate("#header['X-Absent']", null)).isNull();
        assertThat(Expressions.evaluate("#header['X-Empty']", null)).isNull();
    }

    /** A thousand calls, because the expression is compiled after some. */
    @Test
    void aCompiledExpressionYieldsTheSame() {
        CallExpression expression = Expressions.parse("#event.id + '/' + #event.version");
        for (int i = 0; i < 1_000; i++) {
            var call = new GuardedCall(
                    Expressions.METHOD, new Expressions.Orders(), new Object[] {new Event("e-" + i, i, null), 0});
            assertThat(expression.evaluate(call)).isEqualTo("e-" + i + "/" + i);
        }
    }

    @Test
    void anUnknownVariableIsRefusedBeforeAnyCall() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expressions.parse("#event.id + #evnt.version"))
                .withMessage("names #evnt, but there are only #root, #header, #principal and the parameters"
                        + " [a0, a1, count, event, p0, p1] (parameter names need the compiler option -parameters)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#a2", "#p9", "#unknown", "{#event, #nope}", "#event.id ?: #nope", "#header[#nope]"})
    void anUnknownVariableIsFoundWhereverItStands(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expressions.parse(expression))
                .withMessageStartingWith("names #");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#event.", "#event.id +", "{#event", "'open"})
    void whatIsNoSpelIsRefused(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expressions.parse(expression))
                .withMessageStartingWith("is no SpEL: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#event.id", "#event.noSuchProperty", "#event.id.length()"})
    void whatCannotBeEvaluatedIsAnInvalidKey(String expression) {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> Expressions.evaluate(expression, null))
                .withCauseInstanceOf(EvaluationException.class)
                .extracting(IdempotencyException::problem)
                .isEqualTo(IdempotencyProblem.KEY_INVALID);
    }

    @Test
    void anArgumentCannotBeChanged() {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> Expressions.evaluate("#event = null", new Event("e-1", 1, null)));
    }
}
