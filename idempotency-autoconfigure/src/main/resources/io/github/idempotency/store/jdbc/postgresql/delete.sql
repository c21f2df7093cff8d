DELETE FROM idempotency_record
USING (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000 AS now) clock
WHERE record_key = :key AND expires_at > now AND NOT (state = 1 AND lease_until > now)
