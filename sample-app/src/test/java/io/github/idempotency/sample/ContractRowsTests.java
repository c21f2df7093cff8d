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

    /** Rows that a caller of a servlet application cannot see, or not of this one, and where they are shown. */
    private static final Map<String, String> NOT_OVER_A_SOCKET = Map.ofEntries(
            Map.entry(
                    "reactive applications: no blocking call on a thread of the server, no servlet API",
                    "the sample is a servlet application: NoBlockingCallITests, over a socket too"),
            Map.entry(
                    "reactive applications: keys, owners, answers, refusals, failures ([webflux.md](webflux.md))",
                    "the sample is a servlet application: ReactiveHandlersITests, over a socket too"),
            Map.entry(
                    "reactive applications: handlers of every return type, coroutines",
                    "the sample is a servlet application: ReactiveReturnTypesITests, over a socket too"),
            Map.entry(
                    "reactive applications: parts and fields that are selected",
                    "the sample is a servlet application: ReactiveFingerprintsITests, over a socket too"),
            Map.entry(
                    "reactive applications: owners by the exchange",
                    "the sample is a servlet application: ReactiveTenantsITests, over a socket too"),
            Map.entry(
                    "reactive applications: duplicates accepted, with a status resource on any node",
                    "the sample is a servlet application: ReactiveAcceptedCallsITests, over a socket too"),
            Map.entry(
                    "reactive applications: the work of a caller that has gone goes on, or is cancelled",
                    "the sample is a servlet application: ReactiveFailuresITests, over a socket too"),
            Map.entry(
                    "reactive applications: streams recorded, replayed, attached to, resumed; a broken one is no answer",
                    "the sample is a servlet application: ReactiveStreamsITests, over a socket too"),
            Map.entry(
                    "work without its caller ends after a bounded time like failed work, and its late answer is thrown away",
                    "the sample has none: StreamsITests, over a socket too"),
            Map.entry(
                    "guarded operations in the OpenAPI document",
                    "the sample has no springdoc, which needs a newer Jackson 2 than its model: OpenApiITests, over a socket"
                            + " too"),
            Map.entry(
                    "no thread of an event loop waits for a store",
                    "a servlet application has none: NonBlockingThreadsTests"),
            Map.entry(
                    "answers of services that are a stream of elements",
                    "inside one call, whose caller gets a list: StreamAnswersTests"),
            Map.entry(
                    "answers of services that are a sequence of elements given one by one (`Flux`): recorded, replayed by"
                            + " pages, attached to from any node; a broken one is no answer"
                            + " ([async-services.md](async-services.md#sequences-flux-and-others))",
                    "inside one call: FluxAnswersTests, ServiceAnswersITests"),
            Map.entry(
                    "a caller of a service goes away: its work runs on, or is cancelled",
                    "inside one call, because Spring MVC cancels no future: AsyncCallTests"),
            Map.entry(
                    "any header, any JSON, any form: a key, a fingerprint or a refusal"
                            + " ([what was run](guarantees.md#how-its-input-is-fuzzed))",
                    "millions of inputs: HeaderKeyFuzzTests, CanonicalJsonFuzzTests, FormFuzzTests"),
            Map.entry(
                    "recovery: one node at a time asks, and never wins beside a retry",
                    "in the background, where nobody calls: IdempotencyRecoveryTests"),
            Map.entry(
                    "generations of models within a guarded call: once per key, streams too"
                            + " ([ai-models.md](ai-models.md))",
                    "inside one call: ModelStepsTests"),
            Map.entry(
                    "transient retries and samples are bounded each by itself; a sample is found again after a crash",
                    "inside one call: SamplingAdvisorTests"),
            Map.entry(
                    "ran is not succeeded: `succeededWhen`, validators, `REJECTED` in records, meters and look-ups",
                    "the answer is the same: SucceededWhenTests"));

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
                        HttpContractRequestsITests.class,
                        HttpContractUsersITests.class,
                        HttpContractFailuresITests.class,
                        HttpContractCrashITests.class,
                        ChatAcrossProcessesITests.class,
                        HostileInputITests.class)
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
            } else if (CHAPTERS.contains(chapter) && cells.group(2).startsWith("yes")) {
                rows.add(cells.group(1));
            }
        }
        return rows;
    }
}
