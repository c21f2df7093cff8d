package io.github.idempotency.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.IdempotencyAutoConfiguration;
import io.github.idempotency.autoconfigure.IdempotencyStoreAutoConfiguration;
import io.github.idempotency.store.IdempotencyStore;
import io.github.idempotency.store.InMemoryIdempotencyStore;
import io.github.idempotency.test.MutableClock;
import io.github.idempotency.test.RecordingIdempotencyListener;
import io.github.idempotency.test.autoconfigure.AutoConfigureIdempotency;

import static io.github.idempotency.test.IdempotencyAssertions.assertThatExecutions;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever store the application has and however its context is made: records are in memory, on the test's clock. */
class AutoConfigureIdempotencyTests {

    private static final Instant NOON = Instant.parse("2031-06-01T12:00:00Z");

    static class Mailer {

        private int mails;

        @Idempotent(key = "#to", ttl = "1h", scope = "mails")
        public int send(String to) {
            return ++mails;
        }
    }

    @Nested
    @SpringBootTest(classes = WholeApplication.Application.class)
    @AutoConfigureIdempotency
    class WholeApplication {

        /** With a store and a clock of its own, and a Redis that nothing may connect to. */
        @Configuration(proxyBeanMethods = false)
        @EnableAutoConfiguration
        @Import(Mailer.class)
        static class Application {

            @Bean
            @Primary
            IdempotencyStore ownStore() {
                throw new IllegalStateException("The application's store is not for tests");
            }

            @Bean
            Clock ownClock() {
                return Clock.fixed(NOON, ZoneOffset.UTC);
            }
        }

        @Test
        void theStoreIsInMemory(@Autowired IdempotencyStore store) {
            assertThat(store).isInstanceOf(InMemoryIdempotencyStore.class);
        }

        @Test
        void theApplicationKeepsItsClock(@Autowired Clock clock) {
            assertThat(clock.instant()).isEqualTo(NOON);
        }

        @Test
        void timePassesWhenTheTestSaysSo(
                @Autowired Mailer mailer,
                @Autowired MutableClock clock,
                @Autowired RecordingIdempotencyListener listener) {
            int first = mailer.send("Ada");
            clock.advance(Duration.ofMinutes(59));
            assertThat(mailer.send("Ada")).isEqualTo(first);
            assertThatExecutions(listener).ofScope("mails").ranOnce().wereReplayed(1);
            clock.advance(Duration.ofMinutes(1));
            assertThat(mailer.send("Ada")).isGreaterThan(first);
        }
    }

    @Nested
    @ExtendWith(SpringExtension.class)
    @ContextConfiguration(classes = PlainContext.Application.class)
    @AutoConfigureIdempotency
    class PlainContext {

        @Configuration(proxyBeanMethods = false)
        @ImportAutoConfiguration({
            AopAutoConfiguration.class,
            IdempotencyStoreAutoConfiguration.class,
            IdempotencyAutoConfiguration.class
        })
        @Import(Mailer.class)
        static class Application {

            @Bean
            RecordingIdempotencyListener ownListener() {
                return new RecordingIdempotencyListener();
            }
        }

        @Test
        void isGuardedToo(@Autowired Mailer mailer, @Autowired RecordingIdempotencyListener listener) {
            assertThat(mailer.send("Ada")).isEqualTo(mailer.send("Ada"));
            assertThatExecutions(listener).ranOnce().wereReplayed(1);
        }
    }

    @Nested
    @ExtendWith(SpringExtension.class)
    @ContextConfiguration(classes = WithoutAnnotation.Application.class)
    class WithoutAnnotation {

        @Configuration(proxyBeanMethods = false)
        static class Application {}

        @Test
        void nothingIsAdded(@Autowired ApplicationContext context) {
            assertThat(context.getBeanProvider(IdempotencyStore.class).stream()).isEmpty();
            assertThat(context.getBeanProvider(Clock.class).stream()).isEmpty();
        }
    }
}
