-- One row per key. Instants are milliseconds since the epoch by the database's clock.
CREATE TABLE IF NOT EXISTS idempotency_record (
    token        bigint        NOT NULL,
    started_at   bigint        NOT NULL,
    lease_until  bigint,
    settled_at   bigint,
    expires_at   bigint        NOT NULL,
    result_until bigint,                 -- when the result is deleted, if that is before the record; null otherwise
    replays      bigint        NOT NULL,
    attempt      integer       NOT NULL,
    state        smallint      NOT NULL, -- 1 in progress, 2 completed, 3 unknown, 4 released
    verdict      smallint      NOT NULL, -- what the latest claim was told
    outcome      smallint,               -- 1 succeeded, 2 rejected, 3 failed; null until completed
    irreversible boolean       NOT NULL,
    record_key   varbinary(16) NOT NULL,
    fingerprint  varbinary(16),          -- null matches every request
    scope        text,                   -- null once completed
    result       longblob,               -- null until completed, and where it was not retained
    particulars  varbinary(512),        -- what else is kept of the execution, never more than 512 bytes; mostly null
    PRIMARY KEY (record_key),
    -- For the sweeper, and for what is in progress or unknown: few rows at any time, and the ones an operator asks for.
    KEY idempotency_record_state_idx (state, expires_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4;

-- Tables of earlier releases lack them.
ALTER TABLE idempotency_record ADD COLUMN IF NOT EXISTS result_until bigint;
ALTER TABLE idempotency_record ADD COLUMN IF NOT EXISTS particulars varbinary(512);

-- For the sweeper.
CREATE INDEX IF NOT EXISTS idempotency_record_result_idx ON idempotency_record (result_until);

-- Answers that are given bit by bit: what has been given of them so far. Goes with its record.
CREATE TABLE IF NOT EXISTS idempotency_frame (
    token      bigint        NOT NULL, -- of the claim that the frame belongs to
    position   integer       NOT NULL,
    record_key varbinary(16) NOT NULL,
    frame      longblob      NOT NULL,
    PRIMARY KEY (record_key, token, position),
    CONSTRAINT idempotency_frame_record_fkey FOREIGN KEY (record_key)
        REFERENCES idempotency_record (record_key) ON DELETE CASCADE
) ENGINE = InnoDB CHARACTER SET utf8mb4;
