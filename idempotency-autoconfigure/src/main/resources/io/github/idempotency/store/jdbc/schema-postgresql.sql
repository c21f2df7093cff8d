-- One row per key. Instants are milliseconds since the epoch by the database's clock.
CREATE TABLE IF NOT EXISTS idempotency_record (
    token        bigint   NOT NULL,
    started_at   bigint   NOT NULL,
    lease_until  bigint,
    settled_at   bigint,
    expires_at   bigint   NOT NULL,
    result_until bigint,            -- when the result is deleted, if that is before the record; null otherwise
    replays      bigint   NOT NULL,
    attempt      integer  NOT NULL,
    state        smallint NOT NULL, -- 1 in progress, 2 completed, 3 unknown, 4 released
    verdict      smallint NOT NULL, -- what the latest claim that wrote was told
    outcome      smallint,          -- 1 succeeded, 2 rejected, 3 failed; null until completed
    irreversible boolean  NOT NULL,
    record_key   bytea    NOT NULL,
    fingerprint  bytea,             -- null matches every request
    scope        text,              -- null once completed
    result       bytea,             -- null until completed, and where it was not retained
    particulars  bytea,             -- what else is kept of the execution, never more than 512 bytes; mostly null
    CONSTRAINT idempotency_record_pkey PRIMARY KEY (record_key)
);

-- What is settled, for the sweeper.
CREATE INDEX IF NOT EXISTS idempotency_record_settled_idx ON idempotency_record (expires_at) WHERE state IN (2, 4);

-- What is in progress or unknown: few rows at any time, and the ones an operator asks for.
CREATE INDEX IF NOT EXISTS idempotency_record_open_idx ON idempotency_record (expires_at) WHERE state IN (1, 3);

-- Tables of earlier releases lack them.
ALTER TABLE idempotency_record ADD COLUMN IF NOT EXISTS result_until bigint;
ALTER TABLE idempotency_record ADD COLUMN IF NOT EXISTS particulars bytea;

-- For the sweeper.
CREATE INDEX IF NOT EXISTS idempotency_record_result_idx ON idempotency_record (result_until) WHERE result_until IS NOT NULL;

-- Answers that are given bit by bit: what has been given of them so far. Goes with its record.
CREATE TABLE IF NOT EXISTS idempotency_frame (
    token      bigint  NOT NULL, -- of the claim that the frame belongs to
    position   integer NOT NULL,
    record_key bytea   NOT NULL,
    frame      bytea   NOT NULL,
    CONSTRAINT idempotency_frame_pkey PRIMARY KEY (record_key, token, position),
    CONSTRAINT idempotency_frame_record_fkey FOREIGN KEY (record_key)
        REFERENCES idempotency_record (record_key) ON DELETE CASCADE
);
