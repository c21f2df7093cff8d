package io.github.idempotency.torture;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.idempotency.torture.HistoryEntry.Kind;

/**
 * A client as they are: impatient, one process is as good as another to it, and it asks again with the same key until it
 * has an answer or has had enough. It backs off for longer and longer, at most for as long as {@code Retry-After} says.
 */
final class RetryingClient {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");

    private static final int PATIENCE = 6;

    /** For the time after the faults, when everybody must be served. */
    private static final int LONG_PATIENCE = 60;

    private final List<ApplicationProcess> processes;

    private final History history;

    private final Random random;

    RetryingClient(List<ApplicationProcess> processes, History history, Random random) {
        this.processes = processes;
        this.history = history;
        this.random = random;
    }

    void ask(TortureKey key) throws InterruptedException {
        askUpTo(PATIENCE, key);
    }

    /** Asks until it is told the result, or that nobody can know it. */
    void settle(TortureKey key) throws InterruptedException {
        if (!askUpTo(LONG_PATIENCE, key)) {
            history.add(HistoryEntry.now(System.nanoTime(), "client", Kind.UNSETTLED, key.record(), 0, ""));
        }
    }

    private boolean askUpTo(int times, TortureKey key) throws InterruptedException {
        for (int attempt = 1; attempt <= times; attempt++) {
            ApplicationProcess process = processes.get(random.nextInt(processes.size()));
            boolean mayFail = times == PATIENCE;
            Kind kind = send(process, key, millis(), mayFail && random.nextInt(40) == 0, Duration.ofSeconds(1));
            if (kind == Kind.ANSWERED || kind == Kind.REPLAYED) {
                return true;
            }
            if (kind == Kind.REFUSED && lastCode.equals("idempotency_outcome_unknown")) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(Math.min(1_000, 10L << Math.min(attempt, 7)));
        }
        return false;
    }

    private String lastCode = "";

    private int millis() {
        int kind = random.nextInt(100);
        return kind < 80 ? random.nextInt(4) : kind < 97 ? random.nextInt(50) : kind < 99 ? 300 : 1_300;
    }

    /** One request, and what is known of it. */
    Kind send(ApplicationProcess process, TortureKey key, int millis, boolean fails, Duration timeout)
            throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        process.uri().resolve(key.work().path()))
                .timeout(timeout)
                .header("Idempotency-Key", key.key())
                .header(WorkController.MILLIS, "" + millis)
                .header(WorkController.FAILS, "" + fails)
                .POST(BodyPublishers.noBody())
                .build();
        long from = System.nanoTime();
        history.add(
                new HistoryEntry(from, from, "client", Kind.INVOKED, key.record(), 0, key.work() + " at " + process));
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            return heard(key, from, response);
        } catch (IOException ex) {
            history.add(HistoryEntry.now(
                    from,
                    "client",
                    Kind.UNANSWERED,
                    key.record(),
                    0,
                    ex.getClass().getSimpleName()));
            return Kind.UNANSWERED;
        }
    }

    private Kind heard(TortureKey key, long from, HttpResponse<byte[]> response) {
        String body = new String(response.body(), StandardCharsets.ISO_8859_1);
        boolean replay = response.headers().firstValue("Idempotent-Replayed").isPresent();
        Kind kind = response.statusCode() != 200 ? Kind.REFUSED : replay ? Kind.REPLAYED : Kind.ANSWERED;
        lastCode = kind == Kind.REFUSED ? code(body).orElse("status " + response.statusCode()) : "";
        String detail = kind == Kind.REFUSED ? lastCode : body.replaceAll("[\\t\\n\\r]", "?");
        history.add(HistoryEntry.now(from, "client", kind, key.record(), 0, detail));
        return kind;
    }

    private static Optional<String> code(String problem) {
        Matcher code = CODE.matcher(problem);
        return code.find() ? Optional.of(code.group(1)) : Optional.empty();
    }
}
