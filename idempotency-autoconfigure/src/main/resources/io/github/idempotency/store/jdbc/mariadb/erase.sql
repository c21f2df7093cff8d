-- One batch of results whose time is over before that of their records, found by the index. A row that somebody is at is
-- left to the next sweep. The record goes on saying that it was completed.
UPDATE (
    SELECT record_key FROM idempotency_record
    WHERE result_until <= TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000
    LIMIT :batch FOR UPDATE SKIP LOCKED
) due
STRAIGHT_JOIN idempotency_record record FORCE INDEX (PRIMARY) ON record.record_key = due.record_key
SET record.result = NULL, record.result_until = NULL
