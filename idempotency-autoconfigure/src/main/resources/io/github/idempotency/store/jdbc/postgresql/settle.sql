UPDATE idempotency_record
SET state = :state, lease_until = NULL, settled_at = now
FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000 AS now) clock
WHERE record_key = :key AND token = :token AND state = 1 AND expires_at > now
