package io.github.idempotency.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

import io.github.idempotency.Idempotent;
import io.github.idempotency.autoconfigure.Starts;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the annotation may stand. */
class AnnotationPlacesTests {

    @Test
    void onATypeItGuardsEveryPublicMethod() {
        Starts.run(Starts.application(OnType.class), context -> {
            OnType service = context.getBean(OnType.class);
            assertThat(service.create("a")).isEqualTo(service.create("a"));
            assertThat(service.change("a")).isEqualTo(service.change("a"));
            assertThat(service.internal("a")).isNotEqualTo(service.internal("a"));
            assertThat(service).hasToString(service.toString());
        });
    }

    @Test
    void onASuperclassItGuardsItsHeirs() {
        Starts.run(Starts.application(Heir.class), context -> {
            Heir service = context.getBean(Heir.class);
            assertThat(service.create("a")).isEqualTo(service.create("a"));
            assertThat(service.added("a")).isEqualTo(service.added("a"));
        });
    }

    @Test
    void onAMethodItBeatsTheType() {
        Starts.run(
                Starts.application(MethodBeatsType.class),
                context -> assertThat(
                                metadata(context.getBean(IdempotentMetadataSource.class), MethodBeatsType.class, "own")
                                        .scope())
                        .isEqualTo("own"));
    }

    @Test
    void asAMetaAnnotationItPassesAliasedAttributesOn() {
        Starts.run(Starts.application(Composed.class), context -> {
            Composed service = context.getBean(Composed.class);
            assertThat(service.create("a")).isEqualTo(service.create("a"));
            assertThat(service.create("b")).isNotEqualTo(service.create("a"));
            IdempotentMetadata metadata =
                    metadata(context.getBean(IdempotentMetadataSource.class), Composed.class, "create");
            assertThat(metadata.scope()).isEqualTo("composed");
            assertThat(metadata.policy().ttl()).hasHours(1);
        });
    }

    @Test
    void onAnInterfacesMethodItGuardsTheImplementation() {
        Starts.run(Starts.application(Implementation.class), context -> {
            Contract<String> service = context.getBean(Implementation.class);
            assertThat(service.create("a")).isEqualTo(service.create("a"));
        });
    }

    @Test
    void behindAnInterfaceProxyTheImplementationSaysWhatIsReturned() {
        Starts.run(
                Starts.application(Covariant.class, InterfaceProxies.class)
                        .withPropertyValues("spring.aop.proxy-target-class=false"),
                context -> {
                    Broad service = context.getBean(Broad.class);
                    assertThat(service.create("a"))
                            .isEqualTo(service.create("a"))
                            .isInstanceOf(Answer.class);
                });
    }

    @Test
    void onAControllerTypeItGuardsHandlersThatAreNotSafe() {
        Starts.webApplication(Orders.class).run(context -> {
            IdempotentMetadataSource source = context.getBean(IdempotentMetadataSource.class);
            assertThat(metadata(source, Orders.class, "create")).isNotNull();
            assertThat(metadata(source, Orders.class, "any")).isNotNull();
            assertThat(metadata(source, Orders.class, "list")).isNull();
            assertThat(metadata(source, Orders.class, "notMapped")).isNull();
        });
    }

    private static IdempotentMetadata metadata(IdempotentMetadataSource source, Class<?> type, String name) {
        Method method = ReflectionUtils.findMethod(type, name, (Class<?>[]) null);
        return source.find(method, type);
    }

    @Idempotent(key = "#a0")
    static class OnType {

        private final AtomicInteger runs = new AtomicInteger();

        public String create(String id) {
            return "created " + runs.incrementAndGet();
        }

        public String change(String id) {
            return "changed " + runs.incrementAndGet();
        }

        String internal(String id) {
            return "internal " + runs.incrementAndGet();
        }
    }

    static class Heir extends OnType {

        private final AtomicInteger added = new AtomicInteger();

        public String added(String id) {
            return "added " + added.incrementAndGet();
        }
    }

    @Idempotent(key = "#a0")
    static class MethodBeatsType {

        @Idempotent(key = "#a0", scope = "own")
        public void own(String id) {}
    }

    @Idempotent(scope = "composed", key = "#a0")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Guarded {

        @AliasFor(annotation = Idempotent.class, attribute = "ttl")
        String keptFor();
    }

    static class Composed {

        private final AtomicInteger runs = new AtomicInteger();

        @Guarded(keptFor = "1h")
        public String create(String id) {
            return "run " + runs.incrementAndGet();
        }
    }

    interface Contract<T> {

        @Idempotent(key = "#a0")
        T create(String id);
    }

    static class Implementation implements Contract<String> {

        private final AtomicInteger runs = new AtomicInteger();

        @Override
        public String create(String id) {
            return "run " + runs.incrementAndGet();
        }
    }

    interface Broad {

        Object create(String id);
    }

    record Answer(int run) {}

    static class Covariant implements Broad {

        private final AtomicInteger runs = new AtomicInteger();

        @Override
        @Idempotent(key = "#id")
        public Answer create(String id) {
            return new Answer(runs.incrementAndGet());
        }
    }

    @EnableTransactionManagement
    @Configuration(proxyBeanMethods = false)
    static class InterfaceProxies {}

    @Controller
    @Idempotent
    static class Orders {

        @PostMapping("/orders")
        public void create() {}

        @RequestMapping("/any")
        public void any() {}

        @GetMapping("/orders")
        public void list() {}

        @ExceptionHandler
        public void notMapped(IllegalStateException failure) {}
    }
}
