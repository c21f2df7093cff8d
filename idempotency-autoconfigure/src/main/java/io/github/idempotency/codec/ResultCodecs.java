package io.github.idempotency.codec;

import java.lang.reflect.Type;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.execution.ResultCodec;

/** Makes codecs from declared types. Thread-safe. */
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
     * The codec for values of another one, and for those exceptions.
     *
     * @throws IllegalArgumentException if one of the exceptions could not be made again
     */
    public ResultCodec<@Nullable Object> remembering(
            ResultCodec<@Nullable Object> values, Set<Class<? extends Throwable>> remember) {
        return remember.isEmpty() ? values : new RememberingCodec(values, new RememberedFailures(mapper, remember));
    }

    /**
     * The codec for values of the type.
     *
     * @throws IllegalArgumentException if the type shows that a stored value could not be read back
     */
    public ResultCodec<@Nullable Object> forType(Type declared) {
        if (declared == void.class || declared == Void.class) {
            return new VoidResultCodec();
        }
        JavaType type = mapper.constructType(declared);
        retainable.require(declared, type);
        return new JacksonResultCodec(mapper, type);
    }

    /**
     * The codec for streams of elements of the type.
     *
     * @throws IllegalArgumentException if the type shows that a stored element could not be read back
     */
    public StreamResultCodec forElements(Type element) {
        JavaType type = mapper.constructType(element);
        retainable.require(element, type);
        return new StreamResultCodec(mapper, type);
    }
}
