-- One batch of results whose time is over before that of their records, found by the index. A row that somebody is at is
-- left to the next sweep. The record goes on saying that it was completed.
MERGE INTO idempotency_record record
USING (
    SELECT record_key FROM idempotency_record
    WHERE result_until <= CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
    FETCH FIRST :batch ROWS ONLY FOR UPDATE SKIP LOCKED
) due
ON record.record_key = due.record_key
WHEN MATCHED THEN UPDATE SET result = NULL, result_until = NULL
