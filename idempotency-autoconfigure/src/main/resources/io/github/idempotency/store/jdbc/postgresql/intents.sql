-- A page of what has no outcome: unknown, or in progress under a lease that is over; what expires first comes first.
-- Read from the partial index of what is open. The expiry of such a record does not move, so it is a place to go on from.
SELECT record_key, state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at,
       expires_at, outcome, result, result_until, particulars, replays,
       (extract(epoch FROM statement_timestamp()) * 1000000)::bigint / 1000 AS observed_at
FROM idempotency_record
WHERE state IN (1, 3) AND scope IS NOT NULL AND expires_at > (extract(epoch FROM statement_timestamp()) * 1000000)::bigint / 1000
  AND (state = 3 OR lease_until <= (extract(epoch FROM statement_timestamp()) * 1000000)::bigint / 1000)
  AND (expires_at, record_key) > (:expiresAt, :key)
ORDER BY expires_at, record_key
LIMIT :limit
