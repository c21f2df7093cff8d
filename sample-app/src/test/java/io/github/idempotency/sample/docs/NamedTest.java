package io.github.idempotency.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A method of a test that a page names, {@code Class.method}. In a cell of a table those after it belong to the same class,
 * with a dot before them or without. What ends with an ellipsis is the beginning of a name.
 */
record NamedTest(String type, String method) {

    /** The end of a cell, or what is set as code. */
    private static final Pattern TOKEN = Pattern.compile("\\||`([^`]+)`");

    private static final Pattern FULL = Pattern.compile("([A-Z]\\w+(?:Tests|Contract))\\.([a-z]\\w*…?)");

    private static final Pattern FURTHER = Pattern.compile("\\.?([a-z]\\w*…?)");

    static List<NamedTest> in(MarkdownPage page) {
        List<NamedTest> named = new ArrayList<>();
        page.text().lines().forEach(line -> {
            String type = null;
            for (Matcher token = TOKEN.matcher(line); token.find(); ) {
                String code = token.group(1);
                if (code == null) {
                    type = null;
                    continue;
                }
                Matcher full = FULL.matcher(code);
                Matcher further = FURTHER.matcher(code);
                if (full.matches()) {
                    type = line.startsWith("|") ? full.group(1) : null;
                    named.add(new NamedTest(full.group(1), full.group(2)));
                } else if (type != null && further.matches()) {
                    named.add(new NamedTest(type, further.group(1)));
                }
            }
        });
        return named;
    }

    /** Whether one of the files of its class has it. */
    boolean isIn(Map<String, List<Path>> files) {
        String name = method.endsWith("…") ? method.replace("…", "\\w*") : method;
        Pattern declaration = Pattern.compile("\\svoid " + name + "\\(");
        return files.getOrDefault(type, List.of()).stream()
                .anyMatch(file -> declaration.matcher(read(file)).find());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
