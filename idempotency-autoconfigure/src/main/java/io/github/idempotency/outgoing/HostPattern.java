package io.github.idempotency.outgoing;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One host, or all hosts below a domain, at one port. Compared label by label, never as a part of a text. */
record HostPattern(String host, boolean below, int port) {

    private static final Pattern SYNTAX =
            Pattern.compile("(\\*\\.)?([a-z0-9](?:[a-z0-9-]*)(?:\\.[a-z0-9](?:[a-z0-9-]*))*)(?::(\\d{1,5}))?"
                    + "|()(\\[[0-9a-f:.]+\\])(?::(\\d{1,5}))?");

    private static final int DEFAULT_PORT = -1;

    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("https", 443, "http", 80);

    /**
     * Reads {@code api.example.com}, {@code *.example.com}, {@code api.example.com:8443} or {@code [::1]:8080}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static HostPattern parse(String text) {
        Matcher parts = SYNTAX.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no host");
        }
        boolean name = parts.group(2) != null;
        String port = parts.group(name ? 3 : 6);
        if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535)) {
            throw new IllegalArgumentException("'" + text + "' has a port that cannot be");
        }
        return new HostPattern(
                parts.group(name ? 2 : 5),
                name && parts.group(1) != null,
                port == null ? DEFAULT_PORT : Integer.parseInt(port));
    }

    boolean matches(URI uri) {
        String asked = uri.getHost();
        String scheme = uri.getScheme();
        if (asked == null || scheme == null) {
            return false;
        }
        asked = asked.toLowerCase(Locale.ROOT);
        if (asked.endsWith(".")) {
            asked = asked.substring(0, asked.length() - 1);
        }
        int usual = DEFAULT_PORTS.getOrDefault(scheme.toLowerCase(Locale.ROOT), 0);
        boolean atPort = (uri.getPort() < 0 ? usual : uri.getPort()) == (port == DEFAULT_PORT ? usual : port);
        return atPort && (below ? asked.endsWith("." + host) : asked.equals(host));
    }
}
