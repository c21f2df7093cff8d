package io.github.idempotency.autoconfigure;

import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Lazy;

import io.github.idempotency.Idempotent;

import static org.assertj.core.api.Assertions.assertThat;

/** A call that goes past the proxy stops the start where it is certain; a doubtful one never does. */
class SelfInvocationTests {

    @Test
    void aCallOnThisObjectIsFound() {
        FailureAnalysis failure = Starts.failure(CallsItself.class);
        assertThat(failure.getDescription())
                .isEqualTo("@Idempotent on " + CallsItself.class.getName() + ".create() is called from within its own"
                        + " class, by [createAll], and such a call goes past the proxy.");
        assertThat(failure.getAction())
                .isEqualTo("Move it to a bean of its own, or call it through an injected reference to the bean.");
    }

    @Test
    void aCallOfAnInheritedMethodIsFound() {
        assertThat(Starts.failure(CallsInherited.class).getDescription()).contains("by [createAll]");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                InjectedReference.class,
                Provided.class,
                Parameter.class,
                Cast.class,
                LookedUp.class,
                CallsAnOverload.class,
                CallsASupertypesMethod.class
            })
    void aCallThatMayGoThroughTheProxyIsNoAlarm(Class<?> bean) {
        Starts.starts(bean);
    }

    static class CallsItself {
        @Idempotent(key = "#id")
        public void create(String id) {}

        public void createAll() {
            create("1");
        }
    }

    static class Base {
        @Idempotent(key = "#id")
        public void create(String id) {}
    }

    static class CallsInherited extends Base {
        public void createAll() {
            create("1");
        }
    }

    static class InjectedReference {
        private final InjectedReference self;

        InjectedReference(@Lazy InjectedReference self) {
            this.self = self;
        }

        @Idempotent(key = "#id")
        public void create(String id) {}

        public void createAll() {
            self.create("1");
        }
    }

    static class Provided {
        private final ObjectProvider<Provided> self;

        Provided(ObjectProvider<Provided> self) {
            this.self = self;
        }

        @Idempotent(key = "#id")
        public void create(String id) {}

        public void createAll() {
            self.getObject().create("1");
        }
    }

    static class Parameter {
        @Idempotent(key = "#id")
        public void create(String id) {}

        public void createAll(Parameter other) {
            other.create("1");
        }

        /** A lambda's body is a method of the class, with what it was given as parameters. */
        public Consumer<Parameter> later() {
            return other -> other.create("1");
        }
    }

    static class Cast {
        @Idempotent(key = "#id")
        public void create(String id) {}

        public void createAll(Object other) {
            ((Cast) other).create("1");
        }
    }

    static class LookedUp {
        private final ApplicationContext context;

        LookedUp(ApplicationContext context) {
            this.context = context;
        }

        @Idempotent(key = "#id")
        public void create(String id) {}

        public void createAll() {
            context.getBean(LookedUp.class).create("1");
        }
    }

    static class CallsAnOverload {
        @Idempotent(key = "#id")
        public void create(String id) {}

        public void create(int id) {}

        public void createAll() {
            create(1);
        }
    }

    static class CallsASupertypesMethod extends Base {
        @Override
        @Idempotent(key = "#id")
        public void create(String id) {
            super.create(id);
        }
    }
}
