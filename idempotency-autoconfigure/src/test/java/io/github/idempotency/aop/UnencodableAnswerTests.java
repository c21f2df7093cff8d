package io.github.idempotency.aop;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.Starts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Where the signature promised too much, the effect is not lost and not repeated. */
@ExtendWith(OutputCaptureExtension.class)
class UnencodableAnswerTests {

    @Test
    void theAnswerIsGivenAndALaterCallIsToldThatItWasNotRetained(CapturedOutput output) {
        Starts.run(Starts.application(Reports.class), context -> {
            Reports reports = context.getBean(Reports.class);
            assertThat(reports.create("r-1").getTitle()).isEqualTo("run 1");
            assertThat(output)
                    .contains("WARN")
                    .contains("is given but not retained: a " + Unwritable.class.getName() + " cannot be encoded")
                    .doesNotContain("r-1");
            refusesAsNotRetained(reports);
            refusesAsNotRetained(reports);
        });
    }

    @Test
    void anAnswerThatIsTooLargeIsGivenAndNotRetained(CapturedOutput output) {
        Starts.run(Starts.application(Reports.class).withPropertyValues("idempotency.max-result-size=1KB"), context -> {
            Reports reports = context.getBean(Reports.class);
            assertThat(reports.print("r-1")).hasSize(2000);
            assertThat(output).contains("WARN").contains("has 2002 bytes, more than is kept");
            assertThatExceptionOfType(IdempotencyException.class)
                    .isThrownBy(() -> reports.print("r-1"))
                    .extracting(IdempotencyException::problem)
                    .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
        });
    }

    private static void refusesAsNotRetained(Reports reports) {
        assertThatExceptionOfType(IdempotencyException.class)
                .isThrownBy(() -> reports.create("r-1"))
                .extracting(IdempotencyException::problem)
                .isEqualTo(IdempotencyProblem.RESPONSE_NOT_RETAINED);
    }

    static class Reports {

        private final AtomicInteger runs = new AtomicInteger();

        @Idempotent(key = "#id")
        public Report create(String id) {
            return new Unwritable("run " + runs.incrementAndGet());
        }

        @Idempotent(key = "#id")
        public String print(String id) {
            return "x".repeat(2000);
        }
    }

    static class Report {

        private final String title;

        Report(String title) {
            this.title = title;
        }

        public String getTitle() {
            return title;
        }
    }

    static class Unwritable extends Report {

        Unwritable(String title) {
            super(title);
        }

        @Override
        public String getTitle() {
            if (isBeingWritten()) {
                throw new IllegalStateException("the session is closed");
            }
            return super.getTitle();
        }

        private static boolean isBeingWritten() {
            return StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().startsWith("tools.jackson")));
        }
    }
}
