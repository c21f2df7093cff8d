package io.github.idempotency.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.framework.ProxyFactory;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which classes are looked at method by method. Negative controls, each tried: without {@code inherits}, those fail that
 * inherit; with a comparison of the annotation's own type only, those that are composed; without the look at the type
 * itself, those that are annotated as a whole.
 */
class GuardedTypesTests {

    private final ClassFilter filter = new IdempotentAdvisor(
                    () -> {
                        throw new IllegalStateException("There is no call");
                    },
                    0)
            .getPointcut()
            .getClassFilter();

    @ParameterizedTest
    @ValueSource(
            classes = {
                OnMethod.class,
                OnPrivateMethod.class,
                OnType.class,
                Composed.class,
                ComposedOnType.class,
                OfSuperclass.class,
                OfInterface.class,
                OfInterfaceAboveInterface.class,
                OfSuperclassWithInterface.class,
                OfDefaultMethod.class
            })
    void aClassMayBeGuardedByWhatItDeclaresOrInherits(Class<?> type) {
        assertThat(GuardedTypes.mayBeGuarded(type)).isTrue();
        assertThat(filter.matches(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = {Object.class, String.class, Plain.class, OtherAnnotation.class, GuardedTypesTests.class})
    void noOtherClassIsLookedAt(Class<?> type) {
        assertThat(GuardedTypes.mayBeGuarded(type)).isFalse();
        assertThat(filter.matches(type)).isFalse();
    }

    @Test
    void aProxyIsAsWhatIsBehindIt() {
        Object ofInterface = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Above.class}, (proxy, method, arguments) -> null);
        ProxyFactory ofClass = new ProxyFactory(new OnMethod());
        ofClass.setProxyTargetClass(true);
        assertThat(GuardedTypes.mayBeGuarded(ofInterface.getClass())).isTrue();
        assertThat(GuardedTypes.mayBeGuarded(ofClass.getProxy().getClass())).isTrue();
    }

    @Idempotent
    @Retention(RetentionPolicy.RUNTIME)
    @interface Once {}

    @Once
    @Retention(RetentionPolicy.RUNTIME)
    @interface TrulyOnce {}

    static class OnMethod {

        @Idempotent
        public void order() {}
    }

    static class OnPrivateMethod {

        @Idempotent
        private void order() {}
    }

    @Idempotent
    static class OnType {}

    static class Composed {

        @TrulyOnce
        public void order() {}
    }

    @Once
    static class ComposedOnType {}

    static class OfSuperclass extends OnMethod {

        @Override
        public void order() {}
    }

    interface Above {

        @Idempotent
        void order();
    }

    interface Between extends Above {}

    static class OfInterface implements Above {

        @Override
        public void order() {}
    }

    static class OfInterfaceAboveInterface implements Between {

        @Override
        public void order() {}
    }

    static class OfSuperclassWithInterface extends OfInterfaceAboveInterface {}

    interface Defaulting {

        @Idempotent
        default void order() {}
    }

    static class OfDefaultMethod implements Defaulting {}

    static class Plain implements Runnable {

        @Override
        public void run() {}
    }

    @SuppressWarnings("unused")
    static class OtherAnnotation {

        @Deprecated
        public void order() {}
    }
}
