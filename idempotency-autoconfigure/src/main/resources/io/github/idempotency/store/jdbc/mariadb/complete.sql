UPDATE idempotency_record, (SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000 AS now) clock
SET state = 2, outcome = :outcome, result = :result, particulars = :particulars, scope = NULL, replays = 0,
    lease_until = NULL, settled_at = now, expires_at = now + :retention,
    result_until = now + :resultRetention
WHERE record_key = :key AND token = :token AND state = 1 AND expires_at > now
