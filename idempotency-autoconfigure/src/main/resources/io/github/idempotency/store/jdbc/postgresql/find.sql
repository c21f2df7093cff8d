SELECT state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at, expires_at,
       outcome, result, result_until, particulars, replays,
       (extract(epoch FROM statement_timestamp()) * 1000000)::bigint / 1000 AS observed_at
FROM idempotency_record
WHERE record_key = :key AND expires_at > (extract(epoch FROM statement_timestamp()) * 1000000)::bigint / 1000
