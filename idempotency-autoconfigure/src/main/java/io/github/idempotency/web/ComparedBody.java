package io.github.idempotency.web;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FieldSelection;

/** What makes two bodies the same body that are taken apart to be compared. Thread-safe. */
public final class ComparedBody {

    private final CanonicalJson json;

    public ComparedBody(CanonicalJson json) {
        this.json = json;
    }

    /** Feeds the fields of a form that are selected, in any order. */
    public static void form(MessageDigest digest, Map<String, String[]> form, FieldSelection fields) {
        new TreeMap<>(form).forEach((name, values) -> {
            if (fields.member(name).isCompared()) {
                ComparedRequest.feed(digest, name);
                ComparedRequest.feed(digest, Integer.toString(values.length));
                Arrays.stream(values).forEach(value -> ComparedRequest.feed(digest, value));
            }
        });
    }

    /**
     * Feeds a document.
     *
     * @return false for what is no JSON: a handler that takes text may be sent that, and then the bytes are compared
     * @throws IdempotencyException if it is not clear what it says
     */
    public boolean json(MessageDigest digest, byte[] document, int length, FieldSelection fields) {
        try {
            json.update(digest, document, length, fields);
            return true;
        } catch (StreamConstraintsException ex) {
            // Without the name of the setter that it recommends to whoever configures Jackson.
            throw invalid(
                    "The request body is too much to be compared: "
                            + ex.getOriginalMessage().replaceAll(", from `[^`]*`", ""),
                    ex);
        } catch (JacksonException ex) {
            if (ex.getOriginalMessage().startsWith("Duplicate")) {
                throw invalid(
                        "The request body has a member twice, so it is not clear what the idempotency key stands for",
                        ex);
            }
            return false;
        }
    }

    private static IdempotencyException invalid(String detail, JacksonException cause) {
        return new IdempotencyException(IdempotencyProblem.KEY_INVALID, detail, null, cause);
    }

    /** The refusal of a body that is not read. */
    public static ResponseStatusException tooLarge() {
        return new ResponseStatusException(
                HttpStatus.CONTENT_TOO_LARGE, "The request body is too large to be fingerprinted");
    }
}
