-- The expiry moves along with the lease, so the record still outlives it by the retention. The lease comes last, because
-- assignments see what was assigned before them.
UPDATE idempotency_record, (SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000 AS now) clock
SET expires_at = expires_at - lease_until + now + :lease, lease_until = now + :lease
WHERE record_key = :key AND token = :token AND state = 1 AND expires_at > now
