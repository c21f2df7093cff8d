UPDATE idempotency_record, (SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000 AS now) clock
SET state = :state, lease_until = NULL, settled_at = now
WHERE record_key = :key AND token = :token AND state = 1 AND expires_at > now
