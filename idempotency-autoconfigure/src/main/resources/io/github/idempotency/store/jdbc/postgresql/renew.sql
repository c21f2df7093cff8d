-- The expiry moves along with the lease, so the record still outlives it by the retention.
UPDATE idempotency_record
SET lease_until = now + :lease, expires_at = expires_at - lease_until + now + :lease
FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000 AS now) clock
WHERE record_key = :key AND token = :token AND state = 1 AND expires_at > now
