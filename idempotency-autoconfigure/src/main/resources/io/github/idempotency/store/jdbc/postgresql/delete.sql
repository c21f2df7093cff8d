DELETE FROM idempotency_record
USING (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000 AS now) clock
WHERE record_key = :key AND expires_at > now AND (state <> 1 OR lease_until IS NULL OR lease_until <= now)
