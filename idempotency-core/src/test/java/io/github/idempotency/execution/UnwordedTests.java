package io.github.idempotency.execution;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is left of a failure in the log. */
class UnwordedTests {

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        Unworded.of(failure).printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void typesAndPlacesAreLeftAndWordsAreNot() {
        Throwable failure = new IllegalStateException(
                "card 4111", new IllegalArgumentException("of Lovelace", new Error("in Berlin")));
        failure.addSuppressed(new IllegalStateException("and her address"));
        assertThat(printed(failure))
                .contains("IllegalStateException", "IllegalArgumentException", "java.lang.Error", "UnwordedTests.java")
                .doesNotContain("4111", "Lovelace", "Berlin", "address");
    }

    @Test
    void causesMayBeACircle() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        assertThat(printed(one)).contains("java.lang.Exception");
    }
}
