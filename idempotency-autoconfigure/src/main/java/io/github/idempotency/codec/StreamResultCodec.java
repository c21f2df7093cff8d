package io.github.idempotency.codec;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.execution.ResultCodec;

/** The elements of a stream, as a JSON array of exactly the declared type. Thread-safe. */
public final class StreamResultCodec implements ResultCodec<@Nullable Object> {

    private final ObjectWriter elements;

    private final ObjectWriter lists;

    private final ObjectReader reader;

    StreamResultCodec(JsonMapper mapper, JavaType element) {
        JavaType list = mapper.getTypeFactory().constructCollectionType(List.class, element);
        this.elements = mapper.writerFor(element);
        this.lists = mapper.writerFor(list);
        this.reader = mapper.readerFor(list);
    }

    /**
     * Reads a stream as far as it can be stored; an exception of the stream is its caller's.
     *
     * @return what this codec encodes, and {@link #stream} gives back
     */
    public @Nullable Object read(@Nullable Stream<?> stream, long maxBytes) {
        return stream == null ? null : new ReadStream(stream, elements, maxBytes);
    }

    /** A stream of what has been read or decoded; null if there was none. */
    public static @Nullable Stream<?> stream(@Nullable Object value) {
        if (value instanceof ReadStream read) {
            return read.stream();
        }
        return value instanceof List<?> list ? list.stream() : (Stream<?>) value;
    }

    /** What a reconciler has found is a list: a stream could be stored or given, but not both. */
    @Override
    public byte[] encode(@Nullable Object value) {
        return value instanceof ReadStream read ? read.json() : lists.writeValueAsBytes(value);
    }

    @Override
    public @Nullable Object decode(byte[] bytes) {
        return reader.readValue(bytes);
    }
}
