package io.github.idempotency.key;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * Which fields of a document are compared: all or those that are selected, less those that are excluded. Fields are
 * JSON Pointers (RFC 6901), in which {@code *} stands for every element of an array. Immutable.
 */
public final class FieldSelection {

    /** Every field. */
    public static final FieldSelection ALL = new FieldSelection(null, List.of());

    /** No field. */
    public static final FieldSelection NOTHING = new FieldSelection(List.of(), List.of());

    /** Null for all. */
    private final @Nullable List<JsonPointer> selected;

    private final List<JsonPointer> excluded;

    private FieldSelection(@Nullable List<JsonPointer> selected, List<JsonPointer> excluded) {
        this.selected = selected;
        this.excluded = excluded;
    }

    /**
     * The selection of these fields.
     *
     * @param selected JSON Pointers; none for every field
     * @param excluded JSON Pointers
     * @throws IllegalArgumentException if one of them is no JSON Pointer
     */
    public static FieldSelection of(Collection<String> selected, Collection<String> excluded) {
        if (selected.isEmpty() && excluded.isEmpty()) {
            return ALL;
        }
        return new FieldSelection(selected.isEmpty() ? null : pointers(selected), pointers(excluded));
    }

    private static List<JsonPointer> pointers(Collection<String> fields) {
        return fields.stream().map(FieldSelection::pointer).toList();
    }

    private static JsonPointer pointer(String field) {
        if (!field.startsWith("/")) {
            throw new IllegalArgumentException(
                    "'" + field + "' is no JSON Pointer: write for example /sentAt, /order/sentAt or /items/*/id");
        }
        return JsonPointer.compile(field);
    }

    /** Whether a field that has no fields of its own is compared. */
    public boolean isCompared() {
        return selected == null;
    }

    /** The selection of what is in a member. */
    public FieldSelection member(String name) {
        return this == ALL ? ALL : step(pointer -> pointer.matchProperty(name));
    }

    /** The selection of what is in an element of an array. */
    FieldSelection element(int index) {
        return this == ALL
                ? ALL
                : step(pointer -> pointer.matchesProperty("*") ? pointer.tail() : pointer.matchElement(index));
    }

    private FieldSelection step(Function<JsonPointer, @Nullable JsonPointer> into) {
        List<JsonPointer> less = tails(excluded, into);
        List<JsonPointer> more = selected == null ? null : tails(selected, into);
        if (hasEnded(less) || (more != null && more.isEmpty())) {
            return NOTHING;
        }
        boolean all = more == null || hasEnded(more);
        return all && less.isEmpty() ? ALL : new FieldSelection(all ? null : more, less);
    }

    private static List<JsonPointer> tails(
            List<JsonPointer> pointers, Function<JsonPointer, @Nullable JsonPointer> into) {
        List<JsonPointer> tails = new ArrayList<>();
        for (JsonPointer pointer : pointers) {
            JsonPointer tail = into.apply(pointer);
            if (tail != null) {
                tails.add(tail);
            }
        }
        return tails;
    }

    private static boolean hasEnded(List<JsonPointer> pointers) {
        return pointers.stream().anyMatch(JsonPointer::matches);
    }
}
