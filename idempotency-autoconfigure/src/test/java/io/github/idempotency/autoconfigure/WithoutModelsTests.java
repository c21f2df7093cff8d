package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.OverridingClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

/** An application with the starter and with none of the libraries that models and their tools are called with. */
class WithoutModelsTests {

    private static final String LIBRARIES =
            "org\\.springframework\\.ai\\..*|dev\\.langchain4j\\..*|io\\.modelcontextprotocol\\..*";

    /**
     * Steps and tools of any framework are there all the same, and no class of them needs one. Without the condition on the
     * part of Spring AI, as was tried, it does not start.
     */
    @Test
    void itStarts() {
        new ApplicationContextRunner()
                .withClassLoader(new Without())
                .withUserConfiguration(Guarded.class)
                .withPropertyValues("idempotency.store=memory")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasBean("idempotencySampling");
                    assertThat(context.getBean("idempotencyGuardedTools")).isNotNull();
                    assertThat(context.getBeanDefinitionNames())
                            .contains("idempotencyToolPolicies")
                            .doesNotContain(
                                    "idempotencyToolCallingDecoration",
                                    "idempotencyModelSteps",
                                    "idempotencySamplingAdvisor",
                                    "mcpToolInvocationAdapter",
                                    "idempotencyMcpToolDecoration");
                });
    }

    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        IdempotencyStoreAutoConfiguration.class,
        IdempotencyEncryptionAutoConfiguration.class,
        IdempotencyAutoConfiguration.class,
        IdempotencyRecoveryAutoConfiguration.class,
        IdempotencySamplingAutoConfiguration.class,
        IdempotencyToolAutoConfiguration.class,
        IdempotencyModelAutoConfiguration.class,
        IdempotencyMcpAutoConfiguration.class
    })
    static class Guarded {}

    /** Loads this library itself, so that what its classes need is looked for here. */
    private static final class Without extends OverridingClassLoader {

        Without() {
            super(WithoutModelsTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.matches(LIBRARIES)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }

        @Override
        protected boolean isEligibleForOverriding(String className) {
            return className.startsWith("io.github.idempotency.");
        }
    }
}
