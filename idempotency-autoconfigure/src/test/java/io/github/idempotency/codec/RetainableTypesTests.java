package io.github.idempotency.codec;

import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.util.ReflectionUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a signature shows is seen at startup. */
class RetainableTypesTests {

    private final ResultCodecs codecs = new ResultCodecs(JsonMapper.shared());

    @ParameterizedTest
    @MethodSource("refused")
    void isRefused(Method method) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codecs.forType(method.getGenericReturnType()))
                .satisfies(ex -> assertThat(ex.getMessage())
                        .startsWith("returns ")
                        .contains(
                                ", which " + method.getAnnotation(Because.class).value())
                        .doesNotContain("simple type"));
    }

    static Stream<Method> refused() {
        return Stream.of(ReflectionUtils.getDeclaredMethods(Refused.class));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void isAccepted(Method method) {
        assertThatCode(() -> codecs.forType(method.getGenericReturnType())).doesNotThrowAnyException();
    }

    static Stream<Method> accepted() {
        return Stream.of(ReflectionUtils.getDeclaredMethods(Accepted.class));
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Because {

        String value();
    }

    interface Refused<T> {

        @Because("says nothing about what to read")
        Object any();

        @Because("says nothing about what to read")
        T unbound();

        @Because("stands for any type")
        List<T> unboundElements();

        @Because("is a raw type")
        @SuppressWarnings("rawtypes")
        List raw();

        @Because("is a raw type")
        @SuppressWarnings("rawtypes")
        Optional<Map> rawInside();

        @Because("stands for any type")
        List<?> wildcard();

        @Because("stands for any type")
        Map<String, List<?>> wildcardInside();

        @Because("stands for any type")
        List<? super String> lowerBound();

        @Because("can be read only once")
        Stream<String> stream();

        @Because("can be read only once")
        InputStream inputStream();

        @Because("can be read only once")
        Iterator<String> iterator();

        @Because("can be read only once")
        Optional<Stream<String>> streamInside();

        @Because("can be read only once")
        InputStream[] inputStreams();

        @Because("is answered later")
        CompletableFuture<String> completableFuture();

        @Because("is answered later")
        CompletionStage<String> completionStage();

        @Because("is answered later")
        Future<String> future();

        @Because("is answered later")
        Callable<String> callable();

        @Because("is answered later")
        Supplier<String> supplier();

        @Because("is answered later")
        Mono<String> mono();

        @Because("is answered later")
        Flux<String> flux();

        @Because("is answered later")
        List<CompletableFuture<String>> futures();

        @Because("is abstract and says nothing about its subtypes")
        Shape sealedWithoutTypeInfo();

        @Because("is abstract and says nothing about its subtypes")
        List<Shape> sealedInside();

        @Because("is abstract and says nothing about its subtypes")
        Named interfaceWithoutTypeInfo();

        @Because("is abstract and says nothing about its subtypes")
        Animal abstractWithoutTypeInfo();

        @Because("is abstract and says nothing about its subtypes")
        Resource resource();
    }

    interface Accepted {

        Map<String, Object> openContent();

        JsonNode tree();

        List<? extends Circle> upperBound();

        Iterable<String> iterable();

        CharSequence text();

        Payment sealedWithTypeInfo();
    }

    sealed interface Shape {}

    record Circle(int radius) implements Shape {}

    abstract static class Animal {}

    interface Named {

        String name();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(Card.class))
    sealed interface Payment {}

    record Card(String digits) implements Payment {}
}
