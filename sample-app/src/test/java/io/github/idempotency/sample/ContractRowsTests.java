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
    private static final Map<String, String> NOT_OVER_A_SOCKET = Map.ofEntries(
            Map.entry("two owners, two executions", "the sample has no users: OwnersITests"),
            Map.entry("owners of several issuers", "the sample has no users: SecurityKeyOwnerResolverTests"),
            Map.entry(
                    "keys of callers who are not authenticated",
                    "the sample has no users: AnonymousCallersITests, over a socket too"),
            Map.entry(
                    "another owner's record cannot be told from none",
                    "the sample has no users: OwnerSecrecyITests, over a socket too"),
            Map.entry("`STRICT` quoted form only", "a setting: StrictRequestsITests, over a socket too"),
            Map.entry(
                    "header aliases; configurable pattern and bounds",
                    "a setting: KeyHeadersITests, over a socket too"),
            Map.entry(
                    "excluding or selecting fields or headers of a request",
                    "a setting: FingerprintSelectionITests, over a socket too"),
            Map.entry(
                    "bodies over the bound: hashed, spooled, or refused",
                    "the sample takes no uploads: RequestBodiesITests, over a socket too"),
            Map.entry("bounds of JSON that is compared; bad UTF-8", "StrictRequestsITests, over a socket too"),
            Map.entry("handler functions", "the sample has none: HandlerFunctionsITests, over a socket too"),
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
                    "streams of controllers: recorded, replayed, attached to, gone on with after `Last-Event-ID`; a broken one"
                            + " is no answer ([streams.md](streams.md))",
                    "the sample has none yet: StreamsITests, over a socket too"),
            Map.entry(
                    "handlers that answer later: the claim lasts until the answer, a replay is there at once, no thread is"
                            + " held",
                    "the sample has none: LaterAnswersITests, over a socket too"),
            Map.entry(
                    "the context of an execution on other threads", "inside one call: IdempotencyContextAccessorTests"),
            Map.entry(
                    "a later answer that fails or times out frees the key, or leaves the outcome unknown",
                    "the sample has none: LaterAnswersITests, over a socket too"),
            Map.entry(
                    "the work of a caller that has gone goes on, and its retry gets the answer",
                    "the sample has none: LaterAnswersITests, over a socket too"),
            Map.entry(
                    "guarded operations in the OpenAPI document",
                    "the sample has no springdoc: OpenApiITests, over a socket too"),
            Map.entry(
                    "still running: accepted, with a status resource on any node",
                    "the sample accepts none: AcceptedCallsITests, over a socket too"),
            Map.entry(
                    "compatibility headers `X-Idempotency-Replayed`, `X-From-Cache`",
                    "off unless configured: KeyHeadersITests, over a socket too"),
            Map.entry("`Idempotency-Expires` on first answers and replays", "StoredHeadersITests, over a socket too"),
            Map.entry("nested calls, child keys", "inside one call: NestedCallsTests"),
            Map.entry(
                    "answers of services that come later: futures, `Mono`, single values of RxJava",
                    "of services: StageAnswersTests, MonoAnswersTests"),
            Map.entry("no thread of an event loop waits for a store", "of services: NonBlockingThreadsTests"),
            Map.entry("answers of services that are a stream of elements", "of services: StreamAnswersTests"),
            Map.entry(
                    "a caller of a service goes away: its work runs on, or is cancelled",
                    "of services: AsyncCallTests"),
            Map.entry("payload encryption", "what the store gets: EncryptedAnswersITests"),
            Map.entry(
                    "exceptions that are stored (`remember`) or precede the effect (`releaseOn`)",
                    "of services: RememberedExceptionsTests"),
            Map.entry(
                    "store without memory left: new keys refused, claims kept, answers replayed, results stored later",
                    "FullRedisITests, over a socket too"),
            Map.entry(
                    "any header, any JSON, any form: a key, a fingerprint or a refusal"
                            + " ([what was run](guarantees.md#how-its-input-is-fuzzed))",
                    "millions of inputs: HeaderKeyFuzzTests, CanonicalJsonFuzzTests, FormFuzzTests"),
            Map.entry("reconciliation", "a kill must hit the moment between commit and record: ShopRestartITests"),
            Map.entry(
                    "intents: key, scope and fingerprint are durable before the action; those without outcome are told",
                    "operators see them: IdempotencyIntentsEndpointITests, over a socket too"),
            Map.entry(
                    "intents of every store in use are listed, settled and recovered",
                    "operators see them: IntentsPerStoreITests"),
            Map.entry("a restart names them in the log and as an event", "CrashRecoveryITests, a process of its own"),
            Map.entry("recovery: one node at a time asks, and never wins beside a retry", "IdempotencyRecoveryTests"),
            Map.entry(
                    "no key, body, credential or cookie in store keys, logs, meters, observations, problems or Actuator",
                    "NothingSecretITests, over a socket too"));

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
                        HttpContractCrashITests.class,
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
            } else if (CHAPTERS.contains(chapter) && cells.group(2).equals("yes")) {
                rows.add(cells.group(1));
            }
        }
        return rows;
    }
}
