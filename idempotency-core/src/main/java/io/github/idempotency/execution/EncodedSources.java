package io.github.idempotency.execution;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.idempotency.cost.CostSource;

/** Models and versions of prices as lines of text in UTF-8: neither has a control character. */
final class EncodedSources {

    private static final String TAB = "\t";

    private static final String NEWLINE = "\n";

    private EncodedSources() {}

    /** As many of them as there is room for. */
    static byte[] encode(List<CostSource> sources, int room) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (CostSource source : sources) {
            String line = text(source.model()) + TAB + text(source.priceVersion()) + NEWLINE;
            length += line.getBytes(StandardCharsets.UTF_8).length;
            if (length > room) {
                break;
            }
            lines.append(line);
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    static List<CostSource> decode(byte[] encoded) {
        List<CostSource> sources = new ArrayList<>();
        for (String line : new String(encoded, StandardCharsets.UTF_8).split(NEWLINE)) {
            String[] names = line.split(TAB, 2);
            sources.add(new CostSource(orNull(names[0]), names.length < 2 ? null : orNull(names[1])));
        }
        return sources;
    }

    private static String text(@Nullable String name) {
        return name == null ? "" : name;
    }

    private static @Nullable String orNull(String name) {
        return name.isEmpty() ? null : name;
    }
}
