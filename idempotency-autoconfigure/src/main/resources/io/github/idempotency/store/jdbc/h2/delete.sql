DELETE FROM idempotency_record
WHERE record_key = :key
  AND expires_at > CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
  AND (state <> 1 OR lease_until IS NULL
    OR lease_until <= CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint))
