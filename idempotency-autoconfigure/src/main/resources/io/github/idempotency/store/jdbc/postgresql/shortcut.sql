-- Claims a key that nobody has used, counts a replay, or tells of a row that is not to be changed: what nearly every claim
-- comes to, for half of what claim.sql costs the server. It returns nothing, and claim.sql decides, where the row is to be
-- taken over or is not as the statement's snapshot has it.
--
-- A row that the snapshot has is not met by the INSERT, which would wait for whoever is at it. One that it has not, but that
-- is there, is left to claim.sql.
--
-- A replay changes nothing but its count, so its commit need not wait for the disk. What it replays has.
--
-- Verdicts and states are those of claim.sql.
WITH request AS MATERIALIZED (
    SELECT :key::bytea AS record_key, :fingerprint::bytea AS fingerprint, :scope::text AS scope,
           :irreversible::boolean AS irreversible, :lease::bigint AS lease, :retention::bigint AS retention,
           :reconciledToken::bigint AS reconciled_token,
           (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS micros
),
seen AS MATERIALIZED (
    SELECT record.*, request.micros / 1000 AS observed_at,
        CASE
            WHEN record.state = 4 OR record.expires_at <= request.micros / 1000 THEN NULL
            WHEN record.fingerprint <> request.fingerprint THEN 6
            WHEN record.state = 1 AND record.lease_until > request.micros / 1000 THEN 4
            WHEN record.state = 3 AND record.token <> request.reconciled_token THEN 5
        END AS standing
    FROM request
    JOIN idempotency_record record USING (record_key)
),
claimed AS (
    INSERT INTO idempotency_record
        (verdict, state, token, attempt, started_at, lease_until, expires_at, replays,
         irreversible, record_key, fingerprint, scope)
    SELECT 1, 1, micros, 1, micros / 1000, micros / 1000 + lease, micros / 1000 + lease + retention, 0,
           irreversible, record_key, fingerprint, scope
    FROM request
    WHERE NOT EXISTS (SELECT FROM seen)
    ON CONFLICT DO NOTHING
    RETURNING *
),
counted AS (
    UPDATE idempotency_record record
    SET replays = record.replays + 1
    FROM request
    WHERE record.record_key = request.record_key AND record.state = 2
      AND record.expires_at > (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000
      AND (record.fingerprint <> request.fingerprint) IS NOT TRUE
    RETURNING record.*
)
SELECT 1 AS verdict, state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at,
       expires_at, outcome, result, result_until, particulars, replays, started_at AS observed_at, NULL
FROM claimed
UNION ALL
SELECT 3, state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at,
       expires_at, outcome, result, result_until, particulars, replays,
       (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000, set_config('synchronous_commit', 'off', true)
FROM counted
UNION ALL
SELECT standing, state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at,
       expires_at, outcome, result, result_until, particulars, replays, observed_at, NULL
FROM seen
WHERE standing IS NOT NULL
