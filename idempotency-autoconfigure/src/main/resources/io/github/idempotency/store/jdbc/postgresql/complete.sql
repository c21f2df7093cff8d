UPDATE idempotency_record
SET state = 2, outcome = :outcome, result = :result, particulars = :particulars, scope = NULL, replays = 0,
    lease_until = NULL, settled_at = now, expires_at = now + :retention,
    result_until = now + :resultRetention::bigint
FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000 AS now) clock
WHERE record_key = :key AND token = :token AND state = 1 AND expires_at > now
RETURNING expires_at
