package io.github.idempotency.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

class HouseRulesTests {

    private static final int LONGEST_FILE = 250;

    private static final int TYPICAL_FILE = 55;

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : ProjectClasses.ALL) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                unmarked.add(type.getPackageName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .orShould()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..", "..impl..")
                .check(ProjectClasses.ALL);
    }

    /** Leases and retention are the store's time; two clocks would disagree. */
    @Test
    void nobodyReadsTheClockOnTheSide() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(ProjectClasses.ALL);
    }

    @Test
    void noFileIsLong() throws IOException {
        TreeMap<Integer, Path> byLength = new TreeMap<>(Comparator.reverseOrder());
        for (Path file : sources()) {
            byLength.put(lines(file), file);
        }
        assertThat(byLength.headMap(LONGEST_FILE)).isEmpty();
    }

    @Test
    void mostFilesAreShort() throws IOException {
        List<Integer> lengths =
                sources().stream().map(HouseRulesTests::lines).sorted().toList();
        assertThat(lengths.get(lengths.size() / 2)).isLessThan(TYPICAL_FILE);
    }

    private static List<Path> sources() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("idempotency-core"))) {
            root = root.getParent();
        }
        try (Stream<Path> files = Stream.concat(
                Files.walk(root.resolve("idempotency-core/src/main/java")),
                Files.walk(root.resolve("idempotency-autoconfigure/src/main/java")))) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .toList();
        }
    }

    private static int lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return (int) lines.count();
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
