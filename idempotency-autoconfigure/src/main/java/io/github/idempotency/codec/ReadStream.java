package io.github.idempotency.codec;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;

/**
 * A stream that has been read to its end; or, where that is further than can be stored, as far as it takes to know that.
 * What is left is then read by whoever gets the stream, so that one without an end fills no memory.
 */
final class ReadStream {

    private final List<@Nullable Object> elements = new ArrayList<>();

    private final ByteArrayOutputStream json = new ByteArrayOutputStream();

    private final ObjectWriter writer;

    private final Stream<?> source;

    private @Nullable Iterator<?> rest;

    private @Nullable RuntimeException unwritable;

    ReadStream(Stream<?> source, ObjectWriter writer, long maxBytes) {
        this.source = source;
        this.writer = writer;
        try {
            read(source.iterator(), maxBytes);
        } catch (Throwable ex) {
            try (source) {
                throw ex;
            }
        }
        if (rest == null) {
            source.close();
        }
    }

    private void read(Iterator<?> iterator, long maxBytes) {
        json.write('[');
        while (iterator.hasNext()) {
            if (json.size() > maxBytes || unwritable != null) {
                rest = iterator;
                return;
            }
            Object element = iterator.next();
            elements.add(element);
            write(element);
        }
        json.write(']');
    }

    private void write(@Nullable Object element) {
        if (elements.size() > 1) {
            json.write(',');
        }
        try {
            json.writeBytes(writer.writeValueAsBytes(element));
        } catch (RuntimeException ex) {
            unwritable = ex;
        }
    }

    /** All of it, or so much that it is more than is stored. */
    byte[] json() {
        if (unwritable != null) {
            throw unwritable;
        }
        return json.toByteArray();
    }

    Stream<?> stream() {
        if (rest == null) {
            return elements.stream();
        }
        return Stream.concat(
                        elements.stream(), StreamSupport.stream(Spliterators.spliteratorUnknownSize(rest, 0), false))
                .onClose(source::close);
    }
}
