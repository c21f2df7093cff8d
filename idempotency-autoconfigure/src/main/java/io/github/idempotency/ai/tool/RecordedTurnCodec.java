package io.github.idempotency.ai.tool;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.github.idempotency.execution.ResultCodec;

/** The answers of a turn as JSON. */
enum RecordedTurnCodec implements ResultCodec<RecordedTurn> {
    INSTANCE;

    private final JsonMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The turn, without its answers where it is larger than what is kept: it is then known that it has to be run again. */
    RecordedTurn bounded(RecordedTurn turn, long mostBytes) {
        return encode(turn).length <= mostBytes ? turn : new RecordedTurn(null, turn.returnDirect());
    }

    @Override
    public byte[] encode(RecordedTurn turn) {
        return mapper.writeValueAsBytes(turn);
    }

    @Override
    public RecordedTurn decode(byte[] bytes) {
        return mapper.readValue(bytes, RecordedTurn.class);
    }
}
