package io.github.idempotency.outgoing;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One host, or all hosts below a domain, at one port, -1: the usual one. Compared label by label, never as a part of a text. */
record HostPattern(String host, boolean below, int port) {

    private static final String LABEL = "[a-z0-9][a-z0-9-]*";

    private static final Pattern SYNTAX =
            Pattern.compile("(\\*\\.(?!\\[))?(" + LABEL + "(?:\\." + LABEL + ")*|\\[[0-9a-f:.]+\\])(?::(\\d{1,5}))?");

    private static final Map<String, Integer> USUAL_PORTS = Map.of("https", 443, "http", 80);

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
        int port = parts.group(3) == null ? -1 : Integer.parseInt(parts.group(3));
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException("'" + text + "' has a port that cannot be");
        }
        return new HostPattern(parts.group(2), parts.group(1) != null, port);
    }

    boolean matches(URI uri) {
        if (uri.getHost() == null || uri.getScheme() == null) {
            return false;
        }
        String asked = uri.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        int usual = USUAL_PORTS.getOrDefault(uri.getScheme().toLowerCase(Locale.ROOT), -1);
        int at = uri.getPort() < 0 ? usual : uri.getPort();
        return at > 0 && at == (port < 0 ? usual : port) && (below ? asked.endsWith("." + host) : asked.equals(host));
    }
}
