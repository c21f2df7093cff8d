package io.github.idempotency.web;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.execution.OperationId;
import io.github.idempotency.execution.OperationStatus;

/** What is told about a call: to its duplicate, which is accepted, and to who asks later. */
public final class OperationDocument {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private OperationDocument() {}

    /** For a duplicate of a call that still runs, as JSON. */
    public static byte[] accepted(OperationId id) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", id.toString());
        members.put("state", OperationStatus.State.IN_PROGRESS);
        return MAPPER.writeValueAsBytes(members);
    }

    /**
     * Where the call stands, and if it has ended also with which answer, as JSON.
     *
     * @throws io.github.idempotency.IdempotencyException if the answer cannot be read
     */
    public static byte[] of(OperationId id, OperationStatus status) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", id.toString());
        members.put("state", status.state());
        members.put("attempt", status.attempt());
        put(members, "startedAt", status.startedAt());
        put(members, "settledAt", status.settledAt());
        put(members, "expiresAt", status.expiresAt());
        if (status.retained()) {
            members.put("result", AnswerDescription.of(status.answer(), MAPPER));
        }
        return MAPPER.writeValueAsBytes(members);
    }

    private static void put(Map<String, Object> members, String name, @Nullable Instant instant) {
        if (instant != null) {
            members.put(name, instant.toString());
        }
    }
}
