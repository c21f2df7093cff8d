-- A page of what has no outcome: unknown, or in progress under a lease that is over; what expires first comes first.
-- Read from the index by state and expiry, and there are few such rows. The expiry of such a record does not move, so it
-- is a place to go on from.
SELECT record_key, state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at,
       expires_at, outcome, result, result_until, particulars, replays,
       CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint) AS observed_at
FROM idempotency_record
WHERE state IN (1, 3)
  AND expires_at > CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint) AND expires_at >= :expiresAt
  AND (state = 3 OR lease_until <= CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint))
  AND (expires_at > :expiresAt OR record_key > :key)
ORDER BY expires_at, record_key
FETCH FIRST :limit ROWS ONLY
