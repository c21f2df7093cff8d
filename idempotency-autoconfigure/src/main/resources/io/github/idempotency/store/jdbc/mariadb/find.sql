SELECT state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at, expires_at,
       outcome, result, result_until, particulars, replays,
       TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000 AS observed_at
FROM idempotency_record
WHERE record_key = :key AND expires_at > TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000
