-- One batch of expired rows, found by the index. A row that somebody is at is left to the next sweep.
MERGE INTO idempotency_record record
USING (
    SELECT record_key FROM idempotency_record
    WHERE state IN (1, 2, 3, 4)
      AND expires_at <= CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
    FETCH FIRST :batch ROWS ONLY FOR UPDATE SKIP LOCKED
) expired
ON record.record_key = expired.record_key
WHEN MATCHED THEN DELETE
