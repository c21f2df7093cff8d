package io.github.idempotency.codec;

import java.io.Closeable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.BaseStream;

import org.springframework.core.ReactiveAdapterRegistry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.impl.FailingDeserializer;
import tools.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import tools.jackson.databind.json.JsonMapper;

/** Refuses declared types whose values could be given once but never again, as far as a signature shows it. */
final class RetainableTypes {

    private static final Set<Class<?>> LATER =
            Set.of(Future.class, CompletionStage.class, Callable.class, Supplier.class);

    private static final Set<Class<?>> READ_ONCE = Set.of(Closeable.class, BaseStream.class, Iterator.class);

    private final JsonMapper mapper;

    RetainableTypes(JsonMapper mapper) {
        this.mapper = mapper;
    }

    void require(Type declared, JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw == Object.class) {
            throw refused(type, "says nothing about what to read a stored answer as: declare the concrete type");
        }
        requireElements(declared);
        require(type);
    }

    /** Jackson would read the elements of a raw type or a wildcard as maps and lists, whatever they were. */
    private static void requireElements(Type declared) {
        if (declared instanceof Class<?> raw && raw.getTypeParameters().length > 0) {
            throw refused(declared.getTypeName(), "is a raw type: declare the type of its elements");
        }
        if (declared instanceof WildcardType wildcard && wildcard.getUpperBounds()[0] == Object.class
                || declared instanceof TypeVariable<?> variable && variable.getBounds()[0] == Object.class) {
            throw refused(declared.getTypeName(), "stands for any type: declare the concrete one");
        }
        if (declared instanceof ParameterizedType parameterized) {
            List.of(parameterized.getActualTypeArguments()).forEach(RetainableTypes::requireElements);
        } else if (declared instanceof GenericArrayType array) {
            requireElements(array.getGenericComponentType());
        }
    }

    private void require(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (isOneOf(LATER, raw) || ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw) != null) {
            throw refused(
                    type,
                    "is answered later: return a CompletableFuture or a Mono of the value, or guard the method that computes it");
        }
        if (isOneOf(READ_ONCE, raw)) {
            throw refused(type, "can be read only once: return a list or an array");
        }
        if (raw != Object.class && !isReadable(type)) {
            throw refused(
                    type,
                    "is abstract and says nothing about its subtypes: declare a concrete type, or annotate it with"
                            + " @JsonTypeInfo and @JsonSubTypes");
        }
        for (int i = 0; i < type.containedTypeCount(); i++) {
            require(type.containedType(i));
        }
        if (type.isArrayType()) {
            require(type.getContentType());
        }
    }

    private boolean isReadable(JavaType type) {
        try {
            ValueDeserializer<?> deserializer = mapper._deserializationContext().findRootValueDeserializer(type);
            if (deserializer instanceof BeanDeserializerBase bean
                    && !bean.getValueInstantiator().canInstantiate()) {
                throw refused(
                        type,
                        "has neither a constructor nor a factory method that a stored answer could be read with: declare"
                                + " a type that has one, or annotate one with @JsonCreator");
            }
            return !(deserializer instanceof AbstractDeserializer
                    || deserializer instanceof FailingDeserializer
                    || deserializer instanceof UnsupportedTypeDeserializer);
        } catch (JacksonException ex) {
            throw refused(type, "cannot be read from JSON: " + ex.getOriginalMessage());
        }
    }

    private static boolean isOneOf(Set<Class<?>> supertypes, Class<?> type) {
        return supertypes.stream().anyMatch(supertype -> supertype.isAssignableFrom(type));
    }

    private static IllegalArgumentException refused(JavaType type, String why) {
        return refused(type.toCanonical(), why);
    }

    private static IllegalArgumentException refused(String type, String why) {
        return new IllegalArgumentException("returns " + type + ", which " + why);
    }
}
