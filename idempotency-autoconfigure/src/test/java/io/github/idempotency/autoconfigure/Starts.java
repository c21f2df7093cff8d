package io.github.idempotency.autoconfigure;

import java.util.function.Consumer;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/** Starts small applications, and says what their owner reads on the console when one does not start. */
public final class Starts {

    private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
            AopAutoConfiguration.class,
            JacksonAutoConfiguration.class,
            IdempotencyStoreAutoConfiguration.class,
            IdempotencyEncryptionAutoConfiguration.class,
            IdempotencyAutoConfiguration.class,
            IdempotencyRecoveryAutoConfiguration.class);

    private Starts() {}

    /** An application that keeps its records in memory. */
    public static ApplicationContextRunner application(Class<?>... beans) {
        return withoutStore(beans).withPropertyValues("idempotency.store=memory");
    }

    /** An application with no store at all. */
    public static ApplicationContextRunner withoutStore(Class<?>... beans) {
        ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS);
        for (Class<?> bean : beans) {
            runner = runner.withUserConfiguration(bean);
        }
        return runner;
    }

    /** A servlet application that keeps its records in memory. */
    public static WebApplicationContextRunner webApplication(Class<?>... beans) {
        return new WebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withConfiguration(AutoConfigurations.of(IdempotencyWebMvcAutoConfiguration.class))
                .withUserConfiguration(beans)
                .withPropertyValues("idempotency.store=memory");
    }

    public static void starts(Class<?>... beans) {
        application(beans).run(context -> assertThat(context).hasNotFailed());
    }

    public static FailureAnalysis failure(Class<?>... beans) {
        return failure(application(beans));
    }

    public static FailureAnalysis failure(ApplicationContextRunner runner) {
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        runner.run(context -> analysis[0] = analyze(context.getStartupFailure()));
        return analysis[0];
    }

    public static FailureAnalysis webFailure(Class<?>... beans) {
        return webFailure(webApplication(beans));
    }

    public static FailureAnalysis webFailure(WebApplicationContextRunner runner) {
        FailureAnalysis[] analysis = new FailureAnalysis[1];
        runner.run(context -> analysis[0] = analyze(context.getStartupFailure()));
        return analysis[0];
    }

    public static void run(ApplicationContextRunner runner, Consumer<AssertableApplicationContext> test) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            test.accept(context);
        });
    }

    /** The first analyzer that has something to say, as in {@code SpringApplication}. */
    private static FailureAnalysis analyze(Throwable failure) {
        assertThat(failure).as("the application did not start").isNotNull();
        ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
                .and(Environment.class, new MockEnvironment());
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, arguments, FailureHandler.logging(null))
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(analysis -> analysis != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No analyzer knows", failure));
    }
}
