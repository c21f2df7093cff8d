package io.github.idempotency.aop;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.Advised;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import io.github.idempotency.autoconfigure.IdempotencyAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyOwnerAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyStoreAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Outermost first: retries, method security, the guard, the cache and the transaction, the method. Whoever moves the
 * guard sees in the journal what that does.
 */
class AdviceOrderITests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    IdempotencyAutoConfiguration.class,
                    IdempotencyOwnerAutoConfiguration.class,
                    IdempotencyStoreAutoConfiguration.class))
            .withPropertyValues("idempotency.store=memory")
            .withUserConfiguration(AdvisedShop.class);

    @BeforeEach
    void logIn() {
        as("CLERK");
    }

    @AfterEach
    void logOut() {
        SecurityContextHolder.clearContext();
    }

    private static void as(String role) {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken("alice", "secret", "ROLE_" + role));
    }

    private static AdvisedShop.Orders orders(ConfigurableApplicationContext context) {
        return context.getBean(AdvisedShop.Orders.class);
    }

    private static List<String> journal(ConfigurableApplicationContext context) {
        List<String> journal = context.getBean(AdvisedShop.Journal.class).lines();
        List<String> lines = List.copyOf(journal);
        journal.clear();
        return lines;
    }

    @Test
    void aReplayStartsNoTransaction() {
        runner.run(context -> {
            assertThat(orders(context).place("1")).isEqualTo("order 1");
            assertThat(journal(context)).containsExactly("STARTED", "begin", "run", "commit", "COMPLETED");
            assertThat(orders(context).place("1")).isEqualTo("order 1");
            assertThat(journal(context)).containsExactly("REPLAYED");
        });
    }

    @Test
    void aKeyIsFreedAfterItsTransactionHasBeenRolledBack() {
        runner.run(context -> {
            assertThatIllegalStateException().isThrownBy(() -> orders(context).fail("1"));
            assertThat(journal(context)).containsExactly("STARTED", "begin", "run", "rollback", "RELEASED");
        });
    }

    @Test
    void aReplayAsksNoCache() {
        runner.run(context -> {
            orders(context).price("1");
            assertThat(journal(context)).containsExactly("STARTED", "lookup", "run", "COMPLETED");
            orders(context).price("1");
            assertThat(journal(context)).containsExactly("REPLAYED");
        });
    }

    /** A cache hit inside a first execution is kept under its key. */
    @Test
    void aCacheAnswersForTheMethodNotForTheGuard() {
        runner.run(context -> {
            String price = orders(context).price("1");
            journal(context);
            assertThat(orders(context).priceAgain("other key", "1")).isEqualTo(price);
            assertThat(journal(context)).containsExactly("STARTED", "lookup", "COMPLETED");
        });
    }

    @Test
    void aReplayIsAuthorizedAgain() {
        runner.run(context -> {
            assertThat(orders(context).approve("1")).isEqualTo("approved 1");
            as("GUEST");
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> orders(context).approve("1"));
            assertThat(journal(context)).containsExactly("STARTED", "run", "COMPLETED");
            as("CLERK");
            assertThat(orders(context).approve("1")).isEqualTo("approved 1");
            assertThat(journal(context)).containsExactly("REPLAYED");
        });
    }

    @Test
    void everyRetryIsAnAttemptUnderTheSameKey() {
        runner.run(context -> {
            assertThat(orders(context).ship("1")).isEqualTo("attempt 3");
            assertThat(journal(context))
                    .containsExactly(
                            "STARTED",
                            "attempt 1",
                            "RELEASED",
                            "STARTED",
                            "attempt 2",
                            "RELEASED",
                            "STARTED",
                            "attempt 3",
                            "COMPLETED");
            assertThat(orders(context).ship("1")).isEqualTo("attempt 3");
            assertThat(journal(context)).containsExactly("REPLAYED");
        });
    }

    @Test
    void theDefaultIsAPublicConstant() {
        assertThat(IdempotentAdvisor.DEFAULT_ORDER).isEqualTo(Ordered.LOWEST_PRECEDENCE - 100);
        runner.run(context -> {
            assertThat(context.getBean(IdempotentAdvisor.class).getOrder()).isEqualTo(IdempotentAdvisor.DEFAULT_ORDER);
            assertThat(guard(context))
                    .isGreaterThan(security(context))
                    .isLessThan(place(context, "org.springframework.cache."))
                    .isLessThan(place(context, "org.springframework.transaction."));
        });
    }

    /** Allowed, and said to be a mistake: this far out a replay is given to whoever asks. */
    @Test
    void theOrderIsAProperty() {
        runner.withPropertyValues("idempotency.advice.order=50").run(context -> {
            assertThat(context.getBean(IdempotentAdvisor.class).getOrder()).isEqualTo(50);
            assertThat(guard(context)).isLessThan(security(context));
            orders(context).approve("1");
            as("GUEST");
            assertThat(orders(context).approve("1")).isEqualTo("approved 1");
        });
    }

    private static int guard(ConfigurableApplicationContext context) {
        return place(context, IdempotentAdvisor.class.getName());
    }

    private static int security(ConfigurableApplicationContext context) {
        return place(context, "org.springframework.security.");
    }

    private static int place(ConfigurableApplicationContext context, String name) {
        List<String> advisors = Arrays.stream(((Advised) orders(context)).getAdvisors())
                .map(advisor -> advisor.getClass().getName())
                .toList();
        assertThat(advisors).anyMatch(advisor -> advisor.startsWith(name));
        return advisors.indexOf(advisors.stream()
                .filter(advisor -> advisor.startsWith(name))
                .findFirst()
                .orElseThrow());
    }
}
