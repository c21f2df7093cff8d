package io.github.idempotency.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every built row of the contract that concerns a caller is shown over a socket, or somebody said why not. A new row
 * needs a test with {@link Row}, in one of the classes below, or a reason here.
 */
class ContractRowsTests {

    private static final Set<String> CHAPTERS = Set.of("Keys", "Answers", "Failure and crash", "Security");

    /** Rows that a caller of the sample cannot see, and where they are shown. */
    private static final Map<String, String> NOT_OVER_A_SOCKET = Map.of(
            "two owners, two executions",
            "the sample has no users: OwnersITests",
            "still running: accepted, with a status resource on any node",
            "the sample accepts none: AcceptedCallsITests, over a socket too",
            "compatibility headers `X-Idempotency-Replayed`, `X-From-Cache`",
            "off unless configured: KeyHeadersITests, over a socket too",
            "`Idempotency-Expires` on first answers and replays",
            "StoredHeadersITests, over a socket too",
            "nested calls, child keys",
            "inside one call: NestedCallsTests",
            "payload encryption",
            "what the store gets: EncryptedAnswersITests",
            "reconciliation",
            "a kill must hit the moment between commit and record: ShopRestartITests");

    private static final Pattern CELL = Pattern.compile("^\\| (.+?) \\| (.*?) \\|.*$");

    @Test
    void everyBuiltRowIsShown() throws IOException {
        Set<String> missing = built();
        missing.removeAll(shown());
        missing.removeAll(NOT_OVER_A_SOCKET.keySet());
        assertThat(missing).as("built, but not shown over a socket").isEmpty();
    }

    @Test
    void everyShownRowIsInTheTable() throws IOException {
        assertThat(built()).containsAll(shown()).containsAll(NOT_OVER_A_SOCKET.keySet());
    }

    private static Set<String> shown() {
        return Stream.of(
                        HttpContractITests.class,
                        HttpContractSettingsITests.class,
                        HttpContractFailuresITests.class,
                        HttpContractCrashITests.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Row.class))
                .flatMap(method -> Stream.of(method.getAnnotation(Row.class).value()))
                .collect(Collectors.toSet());
    }

    private static Set<String> built() throws IOException {
        Set<String> rows = new TreeSet<>();
        String chapter = "";
        for (String line : Files.readAllLines(Path.of("..", "docs", "semantics.md"))) {
            Matcher cells = CELL.matcher(line);
            if (!cells.matches()) {
                continue;
            }
            if (cells.group(1).startsWith("**")) {
                chapter = cells.group(1).replace("*", "");
            } else if (CHAPTERS.contains(chapter) && cells.group(2).equals("yes")) {
                rows.add(cells.group(1));
            }
        }
        return rows;
    }
}
