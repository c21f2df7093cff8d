package io.github.idempotency.observation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One series that a PromQL expression asks for, as far as these files use the language.
 *
 * @param metric its name
 * @param labels its matchers, each with its alternatives
 */
record Selector(String metric, Map<String, List<String>> labels) {

    private static final Pattern SERIES = Pattern.compile("\\b(idempotency_\\w+)(?:\\{([^}]*)})?");

    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");

    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");

    static List<Selector> of(String expression) {
        List<Selector> selectors = new ArrayList<>();
        Matcher series = SERIES.matcher(expression);
        while (series.find()) {
            Map<String, List<String>> labels = new LinkedHashMap<>();
            Matcher matcher = MATCHER.matcher(series.group(2) == null ? "" : series.group(2));
            while (matcher.find()) {
                labels.put(matcher.group(1), List.of(matcher.group(2).split("\\|")));
            }
            selectors.add(new Selector(series.group(1), labels));
        }
        return selectors;
    }

    /** The labels by which an expression groups what it asks for. */
    static Set<String> groupings(String expression) {
        Set<String> groupings = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(expression);
        while (grouping.find()) {
            Arrays.stream(grouping.group(1).split(",")).map(String::trim).forEach(groupings::add);
        }
        return groupings;
    }
}
