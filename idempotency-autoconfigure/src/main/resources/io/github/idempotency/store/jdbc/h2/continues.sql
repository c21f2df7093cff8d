-- Whether the claim is still the caller's and no frame before the position is missing.
SELECT count(*)
FROM idempotency_record
WHERE record_key = :key AND token = :token AND state = 1
  AND expires_at > CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
  AND (CAST(:first AS integer) = 0 OR EXISTS (
      SELECT 1 FROM idempotency_frame
      WHERE record_key = :key AND token = :token AND position = CAST(:first AS integer) - 1))
