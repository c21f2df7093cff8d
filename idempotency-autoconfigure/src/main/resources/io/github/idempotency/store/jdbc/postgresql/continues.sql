-- Whether the claim is still the caller's and no frame before the position is missing.
SELECT count(*)
FROM idempotency_record
WHERE record_key = :key AND token = :token AND state = 1
  AND expires_at > (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000
  AND (:first::integer = 0 OR EXISTS (
      SELECT FROM idempotency_frame WHERE record_key = :key AND token = :token AND position = :first::integer - 1))
