package io.github.idempotency.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The documentation says what the code says. */
class DocumentationTests {

    private static final Set<String> CODE = Set.of("java", "xml", "yaml", "lua");

    private static final Pattern TEST_CLASS = Pattern.compile("(?<![-\\w])[A-Z]\\w+(?:Tests|Contract)\\b");

    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    static Stream<MarkdownPage> pages() throws IOException {
        return MarkdownPage.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everySnippetIsCompiledCode(MarkdownPage page) throws IOException {
        for (MarkdownPage.Block block : page.blocks()) {
            if (CODE.contains(block.language())) {
                assertThat(block.source()).as("source of\n%s", block.content()).isNotNull();
            }
            if (block.source() != null) {
                assertThat(block.content())
                        .as("%s#%s", block.source(), block.tag())
                        .isEqualTo(region(block.source(), block.tag()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(MarkdownPage page) {
        for (String link : page.links()) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]);
            assertThat(target).as(link).exists();
            if (parts.length == 2) {
                assertThat(MarkdownPage.read(target).anchors()).as(link).contains(parts[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyNamedTestExists(MarkdownPage page) throws IOException {
        Map<String, List<Path>> classes = testClasses();
        assertThat(page.mentions(TEST_CLASS)).allMatch(classes::containsKey, "names a class");
        assertThat(NamedTest.in(page)).allMatch(test -> test.isIn(classes), "names a method");
    }

    /** The control: each way to name a method, and each finds the one that is not there. */
    @Test
    void aNamedTestThatIsNotThereIsNoticed() throws IOException {
        Map<String, List<Path>> classes = testClasses();
        MarkdownPage page = new MarkdownPage(Path.of("page.md"), """
                By `DocumentationTests.theReadmeIsShort`, not by `DocumentationTests.theReadmeIsLong` with `theReadme`.
                | claim | `DocumentationTests.every…`, `.theReadmeIsShort`, `theReadmeIsLong`, `.no…` | `claim` |
                """);
        assertThat(NamedTest.in(page)).hasSize(6);
        assertThat(NamedTest.in(page))
                .filteredOn(test -> !test.isIn(classes))
                .extracting(NamedTest::method)
                .containsExactly("theReadmeIsLong", "theReadmeIsLong", "no…");
    }

    @Test
    void theReadmeIsShort() {
        assertThat(MarkdownPage.readme().text().lines()).hasSizeLessThan(250);
    }

    /** What stands between the tags, without their indentation and with the version that is being built. */
    private static String region(String source, String tag) throws IOException {
        String text = Files.readString(MarkdownPage.ROOT.resolve(source));
        Matcher region = Pattern.compile("(?ms)^[^\\n]*\\btag::" + Pattern.quote(tag)
                        + "\\[\\][^\\n]*\\n(.*?)^[^\\n]*\\bend::" + Pattern.quote(tag) + "\\[\\]")
                .matcher(text);
        assertThat(region.find()).as("tag %s in %s", tag, source).isTrue();
        return (region.group(1).stripTrailing().stripIndent() + "\n").replace("@project.version@", version());
    }

    private static String version() throws IOException {
        Matcher version = VERSION.matcher(Files.readString(MarkdownPage.ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    private static Map<String, List<Path>> testClasses() throws IOException {
        try (Stream<Path> modules = Files.list(MarkdownPage.ROOT)) {
            List<Path> sources = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList();
            return sources.stream()
                    .flatMap(DocumentationTests::javaFiles)
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString().replace(".java", "")));
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
