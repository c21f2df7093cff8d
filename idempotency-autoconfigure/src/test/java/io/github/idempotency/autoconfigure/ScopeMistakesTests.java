package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

class ScopeMistakesTests {

    @Test
    void overloadedMethodsWouldShareOneDefaultScope() {
        FailureAnalysis failure = Starts.failure(OverloadedMethodsWouldShareOneDefaultScope.class);
        assertThat(failure.getDescription())
                .endsWith(
                        "OverloadedMethodsWouldShareOneDefaultScope.create() is overloaded, so two methods would share the keys of one default scope.");
        assertThat(failure.getAction()).contains("@Idempotent(scope = ");
    }

    @Test
    void overloadedMethodsWithScopesOfTheirOwnAreFine() {
        Starts.starts(OverloadedMethodsWithScopesOfTheirOwnAreFine.class);
    }

    @Test
    void oneOfTwoOverloadedMethodsMayKeepTheDefaultScope() {
        Starts.starts(OneOfTwoOverloadedMethodsMayKeepTheDefaultScope.class);
    }

    @Test
    void methodsMayShareAScopeOnPurpose() {
        Starts.starts(MethodsMayShareAScopeOnPurpose.class);
    }

    @Test
    void twoBeansOfOneClassAreNoOverload() {
        Starts.run(
                Starts.application().withBean("first", Service.class).withBean("second", Service.class),
                context -> assertThat(context.getBeansOfType(Service.class)).hasSize(2));
    }

    static class Service {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }

    static class OverloadedMethodsWouldShareOneDefaultScope {
        @Idempotent(key = "#id")
        public void create(String id) {}

        @Idempotent(key = "#id")
        public void create(Long id) {}
    }

    static class OverloadedMethodsWithScopesOfTheirOwnAreFine {
        @Idempotent(key = "#id", scope = "by-text")
        public void create(String id) {}

        @Idempotent(key = "#id", scope = "by-number")
        public void create(Long id) {}
    }

    static class OneOfTwoOverloadedMethodsMayKeepTheDefaultScope {
        @Idempotent(key = "#id")
        public void create(String id) {}

        @Idempotent(key = "#id", scope = "by-number")
        public void create(Long id) {}
    }

    static class MethodsMayShareAScopeOnPurpose {
        @Idempotent(key = "#id", scope = "orders")
        public void create(String id) {}

        @Idempotent(key = "#id", scope = "orders")
        public void change(String id) {}
    }
}
