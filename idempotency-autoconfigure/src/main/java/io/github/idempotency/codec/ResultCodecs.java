package io.github.idempotency.codec;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.execution.ResultCodec;

/** Makes the codec of a method from its declared return type. Thread-safe. */
public final class ResultCodecs {

    private final JsonMapper mapper;

    private final RetainableTypes retainable;

    /** @param mapper the application's; default typing is taken off it, and unknown properties are tolerated */
    public ResultCodecs(JsonMapper mapper) {
        this.mapper = mapper.rebuild()
                .deactivateDefaultTyping()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        this.retainable = new RetainableTypes(this.mapper);
    }

    /**
     * The codec for what the method returns, and for those exceptions.
     *
     * @throws IllegalArgumentException if the declared type shows that a stored value could not be read back, or one of
     *     the exceptions could not be made again
     */
    public ResultCodec<@Nullable Object> forMethod(
            Method method, Class<?> targetClass, Set<Class<? extends Throwable>> remember) {
        ResultCodec<@Nullable Object> values = forMethod(method, targetClass);
        return remember.isEmpty() ? values : new RememberingCodec(values, new RememberedFailures(mapper, remember));
    }

    /**
     * The codec for what the method returns.
     *
     * @throws IllegalArgumentException if the declared type shows that a stored value could not be read back
     */
    public ResultCodec<@Nullable Object> forMethod(Method method, Class<?> targetClass) {
        Type declared = GenericTypeResolver.resolveType(method.getGenericReturnType(), targetClass);
        if (declared == void.class || declared == Void.class) {
            return new VoidResultCodec();
        }
        JavaType type = mapper.constructType(declared);
        retainable.require(declared, type);
        return new JacksonResultCodec(mapper, type);
    }
}
