package io.github.idempotency.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;

/**
 * The files that the page consists of, held in memory. They lie beside this class and not where an application's static
 * files are looked for, so nothing else serves them. Immutable.
 */
final class ConsoleAssets {

    private static final MediaType SCRIPT = MediaType.parseMediaType("text/javascript;charset=UTF-8");

    private static final MediaType STYLE = MediaType.parseMediaType("text/css;charset=UTF-8");

    private static final MediaType PAGE = MediaType.parseMediaType("text/html;charset=UTF-8");

    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final Map<String, Asset> byName = new HashMap<>();

    ConsoleAssets() {
        add("index.html", PAGE);
        for (String script : new String[] {
            "console.js",
            "server.js",
            "calls.js",
            "chart.js",
            "intents.js",
            "record.js",
            "confirmation.js",
            "theme.js",
            "text.js"
        }) {
            add(script, SCRIPT);
        }
        add("console.css", STYLE);
        add("icon.svg", MediaType.parseMediaType("image/svg+xml"));
        add("uPlot.esm.js", SCRIPT);
        add("uPlot.min.css", STYLE);
        add("uPlot.LICENSE", TEXT);
    }

    /** @param name empty for the page itself */
    Optional<Asset> find(String name) {
        return Optional.ofNullable(byName.get(name.isEmpty() ? "index.html" : name));
    }

    private void add(String name, MediaType type) {
        try (InputStream file = ConsoleAssets.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("The console's file " + name + " is missing");
            }
            byte[] content = file.readAllBytes();
            byName.put(name, new Asset(type, content, '"' + DigestUtils.md5DigestAsHex(content) + '"'));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    record Asset(MediaType type, byte[] content, String etag) {}
}
