package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.AnonymousPolicy;
import io.github.idempotency.Idempotent;
import io.github.idempotency.aop.IdempotentMetadataSource;
import io.github.idempotency.key.KeyOwnerResolver;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of keys of nobody in particular, where configuration says something about them and where it does not. */
class AnonymousPolicyTests {

    @RestController
    static class Orders {

        @Idempotent(scope = "orders")
        @PostMapping("/orders")
        public String order() {
            return "";
        }

        @Idempotent(scope = "events", key = "#id")
        @PostMapping("/events")
        public String event(String id) {
            return id;
        }
    }

    private final WebApplicationContextRunner application = Starts.webApplication(Orders.class);

    private final WebApplicationContextRunner withOwners =
            application.withBean(KeyOwnerResolver.class, () -> () -> "tenant");

    private static void assertPolicy(
            WebApplicationContextRunner runner, String method, AnonymousPolicy expected, Class<?>... parameters) {
        runner.run(context -> {
            IdempotentMetadataSource source = context.getBean(IdempotentMetadataSource.class);
            assertThat(source.find(Orders.class.getMethod(method, parameters), Orders.class)
                            .anonymous())
                    .isEqualTo(expected);
        });
    }

    @Test
    void whereNobodyIsKnownKeysAreShared() {
        assertPolicy(application, "order", AnonymousPolicy.SHARED);
    }

    @Test
    void whereOwnersAreKnownAKeyOfTheHeaderNeedsOne() {
        assertPolicy(withOwners, "order", AnonymousPolicy.REFUSE);
        assertPolicy(withOwners, "event", AnonymousPolicy.SHARED, String.class);
    }

    /** Spring Security is on the class path, but nothing authenticates a request. */
    @Test
    void aLibraryOnTheClassPathAuthenticatesNobody() {
        WebApplicationContextRunner library =
                application.withConfiguration(AutoConfigurations.of(IdempotencyOwnerAutoConfiguration.class));
        assertPolicy(library, "order", AnonymousPolicy.SHARED);
        assertPolicy(
                library.withBean("springSecurityFilterChain", String.class, () -> ""), "order", AnonymousPolicy.REFUSE);
    }

    @Test
    void aScopeBeatsTheDefaults() {
        WebApplicationContextRunner configured = withOwners.withPropertyValues(
                "idempotency.anonymous=refuse", "idempotency.scopes.orders.anonymous=shared");
        assertPolicy(configured, "order", AnonymousPolicy.SHARED);
        assertPolicy(configured, "event", AnonymousPolicy.REFUSE, String.class);
    }

    @Test
    void aProfileSaysIt() {
        WebApplicationContextRunner configured = withOwners.withPropertyValues(
                "idempotency.profile=public", "idempotency.profiles.public.anonymous=shared");
        assertPolicy(configured, "order", AnonymousPolicy.SHARED);
    }

    @Test
    void toRefuseEverybodyIsAMistake() {
        application
                .withPropertyValues("idempotency.anonymous=refuse")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("has anonymous = refuse, but nobody says who the caller is")
                        .hasMessageContaining("KeyOwnerResolver"));
    }
}
