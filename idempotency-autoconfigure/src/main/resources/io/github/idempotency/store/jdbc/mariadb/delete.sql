DELETE idempotency_record
FROM idempotency_record, (SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000 AS now) clock
WHERE record_key = :key AND expires_at > now AND (state <> 1 OR lease_until IS NULL OR lease_until <= now)
