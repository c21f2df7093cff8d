-- One batch of expired rows: settled ones and abandoned ones, each found by its partial index. A row that somebody is at
-- is left to the next sweep, so sweepers neither wait for claims nor for each other.
DELETE FROM idempotency_record
WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM (
        SELECT ctid FROM idempotency_record
        WHERE state IN (2, 4) AND expires_at <= (extract(epoch FROM statement_timestamp()) * 1000000)::bigint / 1000
        LIMIT :batch FOR UPDATE SKIP LOCKED) settled
    UNION ALL
    SELECT ctid FROM (
        SELECT ctid FROM idempotency_record
        WHERE state IN (1, 3) AND expires_at <= (extract(epoch FROM statement_timestamp()) * 1000000)::bigint / 1000
        LIMIT :batch FOR UPDATE SKIP LOCKED) abandoned
    LIMIT :batch
))
