package io.github.idempotency.torture;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.idempotency.torture.HistoryEntry.Kind;

/**
 * A request for work.
 *
 * @param millis how long the work takes if it has to be done
 * @param fails whether it then fails
 * @param timeout how long the client waits for the answer
 */
record WorkRequest(TortureKey key, int millis, boolean fails, Duration timeout) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final int WARM_UP = 30;

    Answer sendTo(URI process) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(process.resolve(key.work().path()))
                .timeout(timeout)
                .header("Idempotency-Key", key.key())
                .header(WorkController.MILLIS, "" + millis)
                .header(WorkController.FAILS, "" + fails)
                .POST(BodyPublishers.noBody())
                .build();
        if (key.work() == Work.STREAMED) {
            return stream(request);
        }
        try {
            return Answer.of(HTTP.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException ex) {
            return new Answer(Kind.UNANSWERED, ex.getClass().getSimpleName());
        }
    }

    /** A client that is out of patience goes, also in the middle of a stream. */
    private Answer stream(HttpRequest request) throws InterruptedException {
        StreamedBody body = new StreamedBody();
        CompletableFuture<HttpResponse<Void>> response =
                HTTP.sendAsync(request, BodyHandlers.ofByteArrayConsumer(body::take));
        try {
            return Answer.of(response.get(timeout.toMillis(), TimeUnit.MILLISECONDS), body);
        } catch (ExecutionException | TimeoutException ex) {
            response.cancel(true);
            return new Answer(Kind.UNANSWERED, body.part());
        }
    }

    /** The first requests take a fresh process longer than a client has patience; nobody counts these. */
    static void warmUp(URI process, List<Work> works) {
        try {
            for (int request = 0; request < WARM_UP; request++) {
                Work work = works.get(request % works.size());
                TortureKey key = new TortureKey(work, "warm-up " + UUID.randomUUID());
                new WorkRequest(key, 0, false, Duration.ofSeconds(10)).sendTo(process);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
