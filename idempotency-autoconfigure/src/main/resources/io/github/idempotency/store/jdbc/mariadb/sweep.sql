-- One batch of expired rows, found by the index. A row that somebody is at is left to the next sweep, so sweepers neither
-- wait for claims nor for each other.
DELETE record
FROM (
    SELECT record_key FROM idempotency_record
    WHERE state IN (1, 2, 3, 4) AND expires_at <= TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000
    LIMIT :batch FOR UPDATE SKIP LOCKED
) expired
STRAIGHT_JOIN idempotency_record record ON record.record_key = expired.record_key
