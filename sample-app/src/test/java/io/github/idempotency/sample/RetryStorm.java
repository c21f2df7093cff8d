package io.github.idempotency.sample;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients who have lost patience: each sends its request to both processes at once, several times, and once more when all
 * of these have been answered.
 */
final class RetryStorm {

    /** How often a request is sent before its client waits for an answer. */
    private static final int AT_ONCE = 6;

    private final List<ShopClient> shops;

    private final List<String> keys = new ArrayList<>();

    private long firsts;

    private long replays;

    private long refusals;

    RetryStorm(List<ShopClient> shops) {
        this.shops = shops;
    }

    /** Sends requests of as many clients, all at once. */
    void blow(int clients, String path, String body) {
        List<List<CompletableFuture<HttpResponse<String>>>> sent = Stream.generate(UUID::randomUUID)
                .limit(clients)
                .map(UUID::toString)
                .map(key -> send(key, path, body))
                .toList();
        sent.stream().flatMap(List::stream).map(CompletableFuture::join).forEach(this::count);
        // Whoever was refused asks again: the first call is over now.
        for (String key : keys.subList(keys.size() - clients, keys.size())) {
            HttpResponse<String> last = shops.get(keys.size() % shops.size()).post(path, key, body);
            assertThat(ShopClient.replayed(last)).as(last.body()).isTrue();
            count(last);
        }
    }

    private List<CompletableFuture<HttpResponse<String>>> send(String key, String path, String body) {
        keys.add(key);
        return Stream.iterate(0, i -> i + 1)
                .limit(AT_ONCE)
                .map(i -> shops.get(i % shops.size()).postAsync(path, key, body))
                .toList();
    }

    private void count(HttpResponse<String> answer) {
        if (answer.statusCode() == 409) {
            refusals++;
        } else if (ShopClient.replayed(answer)) {
            replays++;
        } else {
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
            firsts++;
        }
    }

    List<String> keys() {
        return keys;
    }

    /** Answers that were not known before, as the clients saw them. */
    long firsts() {
        return firsts;
    }

    long replays() {
        return replays;
    }

    /** Refused because the first call still ran. */
    long refusals() {
        return refusals;
    }
}
