package io.github.idempotency.ai.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Values as JSON that is read back as the same types. What JSON tells apart is written as it is; anything else is an object
 * whose one name is the type: {@code {"long":"7"}}, {@code {"bytes":"AQI="}}, {@code {"map":{…}}}. A constant of an
 * enumeration is read back as its name.
 */
final class PlainValues {

    /** Numbers and whatever else is the same again when it is read from its text. */
    private static final Map<Class<?>, String> TEXTS = Map.ofEntries(
            Map.entry(Long.class, "long"),
            Map.entry(Short.class, "short"),
            Map.entry(Byte.class, "byte"),
            Map.entry(Float.class, "float"),
            Map.entry(Double.class, "double"),
            Map.entry(BigInteger.class, "integer"),
            Map.entry(BigDecimal.class, "decimal"),
            Map.entry(Instant.class, "instant"),
            Map.entry(LocalDate.class, "date"),
            Map.entry(LocalDateTime.class, "local"),
            Map.entry(OffsetDateTime.class, "offset"),
            Map.entry(UUID.class, "uuid"),
            Map.entry(URI.class, "uri"));

    private PlainValues() {}

    /** @throws IllegalArgumentException if there is a value of another type in it */
    static @Nullable Object stored(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Integer) {
            return value;
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return value;
        }
        String text = TEXTS.get(value.getClass());
        if (text != null) {
            return Map.of(text, value.toString());
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof byte[] bytes) {
            return Map.of("bytes", Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof List<?> list) {
            return stored(list);
        }
        if (value instanceof Set<?> set) {
            return Map.of("set", stored(set));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((name, entry) -> entries.put(text(name), stored(entry)));
            return Map.of("map", entries);
        }
        throw new IllegalArgumentException("a " + value.getClass().getName() + "");
    }

    private static List<@Nullable Object> stored(Collection<?> values) {
        List<@Nullable Object> stored = new ArrayList<>();
        values.forEach(value -> stored.add(stored(value)));
        return stored;
    }

    private static String text(@Nullable Object name) {
        if (name instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a map whose keys are no texts");
    }

    static @Nullable Object read(@Nullable Object stored) {
        if (stored instanceof List<?> list) {
            return read(list, new ArrayList<>());
        }
        if (stored instanceof Map<?, ?> typed && typed.size() == 1) {
            Map.Entry<?, ?> only = typed.entrySet().iterator().next();
            return read(String.valueOf(only.getKey()), only.getValue());
        }
        return stored;
    }

    private static Object read(String type, @Nullable Object stored) {
        if (stored instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((name, entry) -> entries.put(String.valueOf(name), read(entry)));
            return entries;
        }
        if (stored instanceof List<?> list) {
            return read(list, new LinkedHashSet<>());
        }
        String text = String.valueOf(stored);
        return switch (type) {
            case "long" -> Long.valueOf(text);
            case "short" -> Short.valueOf(text);
            case "byte" -> Byte.valueOf(text);
            case "float" -> Float.valueOf(text);
            case "double" -> Double.valueOf(text);
            case "integer" -> new BigInteger(text);
            case "decimal" -> new BigDecimal(text);
            case "instant" -> Instant.parse(text);
            case "date" -> LocalDate.parse(text);
            case "local" -> LocalDateTime.parse(text);
            case "offset" -> OffsetDateTime.parse(text);
            case "uuid" -> UUID.fromString(text);
            case "uri" -> URI.create(text);
            case "bytes" -> Base64.getDecoder().decode(text);
            default -> throw new IllegalArgumentException("A value of the unknown type " + type);
        };
    }

    private static Collection<@Nullable Object> read(List<?> stored, Collection<@Nullable Object> values) {
        stored.forEach(value -> values.add(read(value)));
        return values;
    }
}
