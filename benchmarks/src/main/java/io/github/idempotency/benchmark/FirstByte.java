package io.github.idempotency.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.idempotency.benchmark.Plan.Contender;
import io.github.idempotency.benchmark.report.Comparison;
import io.github.idempotency.benchmark.server.StreamController;

/** How long the first event of a streamed answer takes: one caller, median of a round, in milliseconds. */
record FirstByte(URI server) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    List<Comparison> compare(Plan plan) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.add(compare(plan, 0));
        comparisons.add(compare(plan.requests(20), 50));
        return comparisons;
    }

    private Comparison compare(Plan plan, int thinking) throws Exception {
        List<Contender> contenders = List.of(
                new Contender("not guarded", () -> median(plan, StreamController.BARE, thinking)),
                new Contender("guarded", () -> median(plan, StreamController.GUARDED, thinking)));
        return new Comparison(
                "First event of a stream, of a model that thinks for %d ms".formatted(thinking),
                "ms",
                false,
                plan.alternate(contenders));
    }

    private double median(Plan plan, String path, int thinking) {
        double[] millis = IntStream.range(0, plan.requests())
                .mapToDouble(request -> firstByte(path, thinking))
                .sorted()
                .toArray();
        return millis[millis.length / 2];
    }

    private double firstByte(String path, int thinking) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path + "?thinking=" + thinking))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        long sent = System.nanoTime();
        try (InputStream body =
                CLIENT.send(request, BodyHandlers.ofInputStream()).body()) {
            if (body.read() < 0) {
                throw new IllegalStateException("No event came of " + request.uri());
            }
            long received = System.nanoTime();
            body.readAllBytes();
            return (received - sent) / 1e6;
        } catch (IOException ex) {
            throw new IllegalStateException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }
}
