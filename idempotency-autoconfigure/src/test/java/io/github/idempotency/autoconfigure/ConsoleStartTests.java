package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.idempotency.console.ConsoleRoutes;
import io.github.idempotency.console.RecentEvents;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether there is a console. */
@ExtendWith(OutputCaptureExtension.class)
class ConsoleStartTests {

    private static final String ON = "idempotency.console.enabled=true";

    private final WebApplicationContextRunner application =
            Starts.webApplication().withConfiguration(AutoConfigurations.of(IdempotencyConsoleAutoConfiguration.class));

    @Test
    void thereIsNoneUnlessItIsAskedFor() {
        application.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(ConsoleRoutes.class)
                .doesNotHaveBean(RecentEvents.class));
        application
                .withPropertyValues(ON, "idempotency.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ConsoleRoutes.class));
    }

    @Test
    void withoutSpringSecurityTheLogSaysThatItIsOpen(CapturedOutput output) {
        application.withPropertyValues(ON).run(context -> {
            assertThat(context).hasSingleBean(ConsoleRoutes.class);
            assertThat(output).contains("The console at /idempotency/console is open", "access is READ_ONLY");
        });
    }

    @Test
    void aPathThatIsNoneStopsTheStart() {
        assertThat(Starts.webFailure(application.withPropertyValues(ON, "idempotency.console.path=console/"))
                        .getDescription())
                .isEqualTo("idempotency.console.path is 'console/'.");
    }
}
