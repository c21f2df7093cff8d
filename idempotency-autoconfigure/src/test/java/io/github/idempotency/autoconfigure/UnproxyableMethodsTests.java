package io.github.idempotency.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

/** A method that no proxy can guard stops the start, instead of running twice in production. */
class UnproxyableMethodsTests {

    private static final String MAKE_IT_OVERRIDABLE = "Make it an overridable method of a class that is not final.";

    @Test
    void aPrivateMethod() {
        expect(PrivateMethod.class, "PrivateMethod.create() is private, so no proxy can guard it.");
    }

    @Test
    void aFinalMethod() {
        expect(FinalMethod.class, "FinalMethod.create() is final, so no proxy can guard it.");
    }

    @Test
    void aStaticMethod() {
        expect(StaticMethod.class, "StaticMethod.create() is static, so no proxy can guard it.");
    }

    @Test
    void aFinalClass() {
        expect(FinalClass.class, "FinalClass.create() is in a final class, so no proxy can guard it.");
    }

    @Test
    void aRecord() {
        expect(RecordBean.class, "RecordBean.create() is in a final class, so no proxy can guard it.");
    }

    /** Boot proxies classes unless told otherwise; transaction management is what else makes proxies here. */
    @Test
    void aFinalClassBehindAnInterfaceIsFineWithInterfaceProxies() {
        Starts.run(
                Starts.application(FinalBehindInterface.class, InterfaceProxies.class)
                        .withPropertyValues("spring.aop.proxy-target-class=false"),
                context -> assertThat(context.getBean(Creates.class)).matches(AopUtils::isJdkDynamicProxy));
    }

    @Test
    void aFinalMethodOfASuperclassIsFoundToo() {
        expect(
                FinalMethodOfASuperclassIsFoundToo.class,
                "FinalMethodOfASuperclassIsFoundToo.create() is final, so no proxy can guard it.");
    }

    @Test
    void aBeanThatIsCreatedTooEarlyToBeProxied() {
        FailureAnalysis failure = Starts.failure(TooEarly.class);
        assertThat(failure.getDescription())
                .endsWith("Plain.create() is on the bean 'plain', which was created without a proxy.");
        assertThat(failure.getAction()).contains("BeanPostProcessor").contains("spring.aop.auto");
    }

    @Test
    void anApplicationWithoutAutoProxyingGuardsNothingAndSaysSo() {
        FailureAnalysis failure =
                Starts.failure(Starts.application(Plain.class).withPropertyValues("spring.aop.auto=false"));
        assertThat(failure.getDescription()).contains("Plain.create() is on the bean");
        assertThat(failure.getAction()).contains("spring.aop.auto");
    }

    @Test
    void privateMethodsThatAreNotGuardedAreNobodysBusiness() {
        Starts.starts(PrivateMethodsThatAreNotGuardedAreNobodysBusiness.class);
    }

    @Test
    void anApplicationWithInterfaceProxiesAndNobodyToMakeThemSaysSo() {
        FailureAnalysis failure = Starts.failure(
                Starts.application(Plain.class).withPropertyValues("spring.aop.proxy-target-class=false"));
        assertThat(failure.getAction()).contains("spring.aop.proxy-target-class");
    }

    @Test
    void aBeanThatAnOrdinaryPostProcessorNeedsIsGuarded() {
        Starts.run(
                Starts.application(EarlyButProxied.class),
                context -> assertThat(context.getBean(Plain.class)).matches(AopUtils::isCglibProxy));
    }

    private static void expect(Class<?> bean, String description) {
        FailureAnalysis failure = Starts.failure(bean);
        assertThat(failure.getDescription())
                .startsWith("@Idempotent on " + UnproxyableMethodsTests.class.getName())
                .endsWith(description);
        assertThat(failure.getAction()).isEqualTo(MAKE_IT_OVERRIDABLE);
    }

    static class Plain {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }

    static class PrivateMethod {
        @Idempotent(key = "#id")
        private void create(String id) {}
    }

    static class FinalMethod {
        @Idempotent(key = "#id")
        public final void create(String id) {}
    }

    static class StaticMethod {
        @Idempotent(key = "#id")
        public static void create(String id) {}
    }

    static final class FinalClass {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }

    record RecordBean() {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }

    interface Creates {
        void create(String id);
    }

    static final class FinalBehindInterface implements Creates {
        @Override
        @Idempotent(key = "#id")
        public void create(String id) {}
    }

    @EnableTransactionManagement
    @Configuration(proxyBeanMethods = false)
    static class InterfaceProxies {}

    @Configuration(proxyBeanMethods = false)
    static class EarlyButProxied {

        @Bean
        static Plain plain() {
            return new Plain();
        }

        @Bean
        static BeanPostProcessor needy(Plain plain) {
            return new BeanPostProcessor() {};
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TooEarly {

        @Bean
        static Plain plain() {
            return new Plain();
        }

        @Bean
        static BeanFactoryPostProcessor needy(Plain plain) {
            return beans -> {};
        }
    }

    static class FinalMethodOfASuperclassIsFoundToo extends FinalMethod {}

    static class PrivateMethodsThatAreNotGuardedAreNobodysBusiness extends Plain {
        @SuppressWarnings("unused")
        private void other() {}

        public final void another() {}
    }
}
