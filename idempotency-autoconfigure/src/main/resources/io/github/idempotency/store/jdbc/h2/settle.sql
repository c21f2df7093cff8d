UPDATE idempotency_record
SET state = :state, lease_until = NULL,
    settled_at = CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
WHERE record_key = :key AND token = :token AND state = 1
  AND expires_at > CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
