package io.github.idempotency.aop;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

import io.github.idempotency.codec.ResultCodecs;
import io.github.idempotency.codec.StreamResultCodec;
import io.github.idempotency.execution.ResultCodec;

/**
 * How a guarded method of a service answers.
 *
 * @param form how what is stored becomes what is returned, and back
 * @param codec of what is stored
 */
record ServiceAnswer(AnswerForm form, ResultCodec<@Nullable Object> codec) {

    /** Whether the classes that name Reactor's may be loaded. */
    static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Mono", ServiceAnswer.class.getClassLoader());

    /** @throws IllegalArgumentException if the declared type shows that a stored answer could not be given again */
    static ServiceAnswer of(Type declared, ResultCodecs codecs, Set<Class<? extends Throwable>> remember) {
        ServiceAnswer answer = of(declared, codecs);
        return new ServiceAnswer(answer.form(), codecs.remembering(answer.codec(), remember));
    }

    private static ServiceAnswer of(Type declared, ResultCodecs codecs) {
        ResolvableType type = ResolvableType.forType(declared);
        Class<?> raw = type.toClass();
        if (raw == CompletionStage.class || raw == CompletableFuture.class) {
            return new ServiceAnswer(new StageForm(), codecs.forType(yielded(type)));
        }
        if (raw == Stream.class) {
            StreamResultCodec elements = codecs.forElements(yielded(type));
            return new ServiceAnswer(new StreamForm(elements), elements);
        }
        if (REACTOR && SequenceForm.isFor(raw)) {
            Type element = yielded(type);
            return new ServiceAnswer(SequenceForm.of(raw, codecs.forType(element)), codecs.forElements(element));
        }
        ReactiveForm reactive = REACTOR ? ReactiveForm.find(raw) : null;
        if (reactive != null) {
            Type value = reactive.isWithoutValue() ? Void.class : yielded(type);
            return new ServiceAnswer(reactive, codecs.forType(value));
        }
        return new ServiceAnswer(new PlainForm(), codecs.forType(declared));
    }

    private static Type yielded(ResolvableType type) {
        if (type.getType() instanceof ParameterizedType parameterized) {
            return parameterized.getActualTypeArguments()[0];
        }
        throw new IllegalArgumentException(
                "returns " + type.getType().getTypeName() + ", which is a raw type: declare the type of its elements");
    }
}
