package io.github.idempotency.web;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The headers that were given to a response: names, each followed by its value. */
final class RecordedHeaders {

    private final List<String> given = new ArrayList<>();

    private @Nullable List<String> answered;

    void set(String name, @Nullable String value) {
        for (int i = given.size() - 2; i >= 0; i -= 2) {
            if (given.get(i).equalsIgnoreCase(name)) {
                given.subList(i, i + 2).clear();
            }
        }
        add(name, value);
    }

    void add(String name, @Nullable String value) {
        if (value != null) {
            given.add(name);
            given.add(value);
        }
    }

    void clear() {
        given.clear();
    }

    /** The answer has been made elsewhere, and filters are about to be passed on the way to where it is written. */
    void answered() {
        answered = List.copyOf(given);
    }

    /** The filters have been passed. They add to a replay as well, so what they gave is no part of the answer. */
    void passed() {
        if (answered != null) {
            given.clear();
            given.addAll(answered);
            answered = null;
        }
    }

    /** What is stored with the answer: the type of its content, and the headers that are replayed. */
    List<String> stored(@Nullable String contentType, HttpSettings settings) {
        List<String> stored = new ArrayList<>(given.size() + 2);
        if (contentType != null) {
            stored.addAll(List.of(HttpHeaders.CONTENT_TYPE, contentType));
        }
        for (int i = 0; i < given.size(); i += 2) {
            String name = given.get(i);
            if (settings.isReplayed(name) && !name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                stored.addAll(given.subList(i, i + 2));
            }
        }
        return stored;
    }
}
