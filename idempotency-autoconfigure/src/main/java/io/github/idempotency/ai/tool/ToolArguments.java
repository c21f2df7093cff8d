package io.github.idempotency.ai.tool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import tools.jackson.core.JacksonException;

import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FieldSelection;
import io.github.idempotency.key.TextDigest;
import io.github.idempotency.store.Fingerprint;

/** Compares the arguments of tool calls: as JSON, or else as the text they are. Nothing else of a call is compared. */
final class ToolArguments {

    private final CanonicalJson json;

    ToolArguments(CanonicalJson json) {
        this.json = json;
    }

    /** No arguments are the same as an empty object: what a model streams may lack them. */
    Fingerprint fingerprint(String arguments) {
        byte[] document = (arguments.isBlank() ? "{}" : arguments).getBytes(StandardCharsets.UTF_8);
        MessageDigest digest = Fingerprint.digest();
        try {
            json.update(digest, document, document.length, FieldSelection.ALL);
        } catch (JacksonException ex) {
            // Part of it may have been fed.
            digest.reset();
            TextDigest.feed(digest, arguments);
        }
        return Fingerprint.of(digest);
    }
}
