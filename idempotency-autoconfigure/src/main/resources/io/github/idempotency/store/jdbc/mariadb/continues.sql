-- Whether the claim is still the caller's and no frame before the position is missing.
SELECT count(*)
FROM idempotency_record
WHERE record_key = :key AND token = :token AND state = 1
  AND expires_at > TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000
  AND (:first = 0 OR EXISTS (
      SELECT 1 FROM idempotency_frame WHERE record_key = :key AND token = :token AND position = :first - 1))
