SELECT state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at, expires_at,
       outcome, result, result_until, particulars, replays,
       CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint) AS observed_at
FROM idempotency_record
WHERE record_key = :key AND expires_at > CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
