package io.github.idempotency.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.execution.ResultCodec;

/** JSON of exactly the declared type: no type names are written for it and none are trusted. Thread-safe. */
final class JacksonResultCodec implements ResultCodec<@Nullable Object> {

    private final ObjectWriter writer;

    private final ObjectReader reader;

    JacksonResultCodec(JsonMapper mapper, JavaType type) {
        this.writer = mapper.writerFor(type);
        this.reader = mapper.readerFor(type);
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        return writer.writeValueAsBytes(value);
    }

    @Override
    public @Nullable Object decode(byte[] bytes) {
        return reader.readValue(bytes);
    }
}
