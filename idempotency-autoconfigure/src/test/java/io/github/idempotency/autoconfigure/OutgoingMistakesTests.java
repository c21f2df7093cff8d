package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;

import io.github.idempotency.outgoing.OutgoingKeys;

import static org.assertj.core.api.Assertions.assertThat;

class OutgoingMistakesTests {

    private final ApplicationContextRunner application =
            Starts.application().withConfiguration(AutoConfigurations.of(IdempotencyOutgoingAutoConfiguration.class));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bank.host=https://api.example.com | idempotency.outgoing.hosts.bank.host: 'https://api.example.com'",
                "bank.host=*                       | idempotency.outgoing.hosts.bank.host: '*' is no host",
                "bank_one.preset=stripe            | 'bank_one' is no host",
                "bank.header=Idempotency Key       | idempotency.outgoing.hosts.bank.header is 'Idempotency Key'",
                "bank.methods=GET                  | idempotency.outgoing.hosts.bank.methods is [GET]",
            })
    void anEntryThatIsNoneSaysWhatToWrite(String entry, String said) {
        FailureAnalysis failure = Starts.failure(application.withPropertyValues("idempotency.outgoing.hosts." + entry));
        assertThat(failure.getDescription()).contains(said);
        assertThat(failure.getAction()).startsWith("Write ");
    }

    @Test
    void aHostIsNamedOnce() {
        FailureAnalysis failure = Starts.failure(application.withPropertyValues(
                "idempotency.outgoing.hosts.one.host=api.example.com",
                "idempotency.outgoing.hosts.two.host=API.example.com"));
        assertThat(failure.getDescription()).contains("there twice");
    }

    @Test
    void aPresetThatDoesNotExist() {
        FailureAnalysis failure = Starts.failure(application.withPropertyValues(
                "idempotency.outgoing.hosts.bank.host=api.example.com",
                "idempotency.outgoing.hosts.bank.preset=strip"));
        assertThat(failure.getDescription())
                .contains("idempotency.outgoing.hosts.bank.preset")
                .contains("strip");
        assertThat(failure.getAction()).contains("STRIPE").contains("STANDARD");
    }

    @Test
    void withoutHostsClientsAreLeftAlone() {
        Starts.run(
                application,
                context -> assertThat(context)
                        .doesNotHaveBean(OutgoingKeys.class)
                        .doesNotHaveBean(WebClientCustomizer.class));
    }
}
