package io.github.idempotency.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of the documentation, with the line ends of Unix. */
record MarkdownPage(Path path, String text) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern BLOCK =
            Pattern.compile("(?m)(?:^<!-- snippet: (\\S+)#(\\S+) -->\n)?^```(\\w*)\n(.*?)^```$", Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    static MarkdownPage readme() {
        return read(ROOT.resolve("README.md"));
    }

    static Stream<MarkdownPage> all() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(MarkdownPage::read)
                    .toList()
                    .stream();
        }
    }

    static MarkdownPage read(Path path) {
        try {
            return new MarkdownPage(path, Files.readString(path).replace("\r\n", "\n"));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    List<Block> blocks() {
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Block(found.group(1), found.group(2), found.group(3), found.group(4)))
                .toList();
    }

    List<String> links() {
        return LINK.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(link -> !link.contains("://"))
                .toList();
    }

    /** Headings as they are linked to. */
    Set<String> anchors() {
        return HEADING.matcher(text)
                .results()
                .map(found -> found.group(1)
                        .toLowerCase()
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    List<String> mentions(Pattern pattern) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    @Override
    public String toString() {
        return ROOT.relativize(path).toString();
    }

    /** What stands between two fences. The source and its tag are null where none is named. */
    record Block(String source, String tag, String language, String content) {}
}
