package io.github.idempotency.ai.mcp;

import java.security.MessageDigest;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;
import io.github.idempotency.key.CanonicalJson;
import io.github.idempotency.key.FieldSelection;
import io.github.idempotency.store.Fingerprint;

/** Takes the key and the fingerprint of an MCP call from its request. Thread-safe. */
final class McpKeys {

    private static final int LONGEST = 255;

    /** Begins keys that callers have not chosen, who may choose no such character. */
    static final String MADE = "\u00a7";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final String field;

    private final MissingMcpKey missing;

    private final CanonicalJson json;

    McpKeys(String field, MissingMcpKey missing, CanonicalJson json) {
        this.field = field;
        this.missing = missing;
        this.json = json;
    }

    String source() {
        return "the _meta field '" + field + "' of the call";
    }

    /** @throws IdempotencyException {@code KEY_INVALID} */
    @Nullable
    String key(McpCall call) {
        Object value = call.meta(field);
        if (value == null) {
            return missing == MissingMcpKey.SESSION_AND_ARGUMENTS ? derived(call) : null;
        }
        if (!(value instanceof String key)
                || key.isEmpty()
                || key.length() > LONGEST
                || !key.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IdempotencyException(
                    IdempotencyProblem.KEY_INVALID,
                    "The idempotency key in " + source() + " must be a string of 1 to " + LONGEST
                            + " printable ASCII characters");
        }
        return key;
    }

    private @Nullable String derived(McpCall call) {
        if (call.session() == null) {
            return null;
        }
        byte[] arguments = fingerprint(call, FieldSelection.ALL).toBytes();
        return MADE + HexFormat.of().formatHex(arguments) + '/' + call.session();
    }

    /** @throws IdempotencyException {@code KEY_INVALID} */
    Fingerprint fingerprint(McpCall call, FieldSelection selection) {
        MessageDigest digest = Fingerprint.digest();
        try {
            byte[] document = MAPPER.writeValueAsBytes(call.arguments());
            json.update(digest, document, document.length, selection);
        } catch (JacksonException ex) {
            throw new IdempotencyException(
                    IdempotencyProblem.KEY_INVALID, "The arguments of this call cannot be compared", null, ex);
        }
        return Fingerprint.of(digest);
    }
}
