-- The record, and a part of its claim's sequence: a row for each frame, but one at least. The result is in the first.
SELECT state, scope, record.token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at, expires_at,
       outcome, CASE WHEN position IS NULL OR position = :from THEN result END AS result, result_until, particulars, replays,
       frame,
       CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint) AS observed_at
FROM idempotency_record record
LEFT JOIN idempotency_frame part
    ON part.record_key = record.record_key AND part.token = record.token
    AND position >= :from AND position < CAST(:from AS bigint) + :limit
WHERE record.record_key = :key
  AND expires_at > CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
ORDER BY position
