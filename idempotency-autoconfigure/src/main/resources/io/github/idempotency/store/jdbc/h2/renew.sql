-- The expiry moves along with the lease, so the record still outlives it by the retention.
UPDATE idempotency_record
SET lease_until = CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint) + :lease,
    expires_at = expires_at - lease_until
        + CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint) + :lease
WHERE record_key = :key AND token = :token AND state = 1
  AND expires_at > CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
