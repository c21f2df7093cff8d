-- One batch of results whose time is over before that of their records, found by the index. A row that somebody is at is
-- left to the next sweep. The record goes on saying that it was completed.
UPDATE idempotency_record
SET result = NULL, result_until = NULL
WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM idempotency_record
    WHERE result_until <= (extract(epoch FROM statement_timestamp()) * 1000000)::bigint / 1000
    LIMIT :batch FOR UPDATE SKIP LOCKED
))
