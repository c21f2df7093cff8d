-- Claims the key or tells what stands in the way.
--
-- A duplicate that changes nothing (mismatch, in progress, unknown) is answered from the statement's snapshot, without
-- a lock or a write. Everything else goes through ON CONFLICT, which waits for whoever is at the row and then decides
-- on its latest version, so that the loser of a race that the snapshot did not show still gets the winner's record.
-- RETURNING sees new values only: the verdict is a column for that reason.
--
-- The clock is read anew once the row is locked; statement_timestamp() would be the time before the wait.
--
-- A replay changes nothing but its count, so its commit need not wait for the disk. What it replays has.
--
-- state:   1 in progress, 2 completed, 3 unknown, 4 released
-- verdict: 1 acquired, 2 taken over, 3 completed, 4 in progress, 5 unknown, 6 mismatch, 7 unreadable
WITH request AS MATERIALIZED (
    SELECT :key::bytea AS record_key, :fingerprint::bytea AS fingerprint, :scope::text AS scope,
           :irreversible::boolean AS irreversible, :lease::bigint AS lease, :retention::bigint AS retention,
           :reconciledToken::bigint AS reconciled_token,
           (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS micros
),
seen AS (
    SELECT record.*, standing.verdict AS standing, request.micros / 1000 AS observed_at
    FROM request
    JOIN idempotency_record record USING (record_key)
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN record.fingerprint <> request.fingerprint THEN 6
            WHEN record.state = 1 AND record.lease_until > request.micros / 1000 THEN 4
            WHEN record.state = 3 AND record.token <> request.reconciled_token THEN 5
        END::smallint AS verdict
    ) standing
    WHERE record.state <> 4 AND record.expires_at > request.micros / 1000 AND standing.verdict IS NOT NULL
),
claimed AS (
    INSERT INTO idempotency_record AS record
        (verdict, state, token, attempt, started_at, lease_until, expires_at, replays,
         irreversible, record_key, fingerprint, scope)
    SELECT 1, 1, micros, 1, micros / 1000, micros / 1000 + lease, micros / 1000 + lease + retention, 0,
           irreversible, record_key, fingerprint, scope
    FROM request
    WHERE NOT EXISTS (SELECT FROM seen)
    ON CONFLICT (record_key) DO UPDATE SET
        (verdict, state, token, attempt, started_at, lease_until, settled_at, expires_at, replays,
         outcome, irreversible, fingerprint, scope, result, result_until, particulars) = (
            SELECT
                decision.verdict,
                CASE WHEN won THEN 1 WHEN decision.verdict = 5 THEN 3 ELSE record.state END,
                CASE WHEN won THEN greatest(record.token + 1, clock.micros) ELSE record.token END,
                CASE WHEN won AND absent THEN 1 WHEN won THEN record.attempt + 1 ELSE record.attempt END,
                CASE WHEN won THEN now ELSE record.started_at END,
                CASE WHEN won THEN now + request.lease WHEN decision.verdict <> 5 THEN record.lease_until END,
                CASE WHEN won THEN NULL
                     WHEN decision.verdict = 5 AND record.state = 1 THEN now ELSE record.settled_at END,
                CASE WHEN won THEN now + request.lease + request.retention ELSE record.expires_at END,
                CASE WHEN won THEN 0 WHEN decision.verdict = 3 THEN record.replays + 1 ELSE record.replays END,
                CASE WHEN NOT won THEN record.outcome END,
                CASE WHEN won THEN excluded.irreversible ELSE record.irreversible END,
                CASE WHEN won THEN excluded.fingerprint ELSE record.fingerprint END,
                CASE WHEN won THEN excluded.scope ELSE record.scope END,
                CASE WHEN NOT won THEN record.result END,
                CASE WHEN NOT won THEN record.result_until END,
                CASE WHEN NOT won THEN record.particulars END
            FROM request
            CROSS JOIN (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS micros) clock
            CROSS JOIN LATERAL (
                SELECT clock.micros / 1000 AS now, record.expires_at <= clock.micros / 1000 AS absent
            ) instant
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN absent OR record.state = 4 THEN 1
                    WHEN record.fingerprint <> excluded.fingerprint THEN 6
                    WHEN record.state = 2 THEN 3
                    WHEN record.state = 1 AND record.lease_until > now THEN 4
                    WHEN record.state = 1 AND record.irreversible THEN 5
                    WHEN record.state = 3 AND record.token <> request.reconciled_token THEN 5
                    WHEN record.state = 3 OR record.state = 1 AND record.lease_until <= now THEN 2
                    ELSE 7
                END AS verdict
            ) decision
            CROSS JOIN LATERAL (SELECT decision.verdict <= 2 AS won) result
        )
    RETURNING record.*, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000 AS observed_at
)
SELECT verdict, state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at,
       expires_at, outcome, result, result_until, particulars, replays, observed_at,
       CASE WHEN verdict = 3 THEN set_config('synchronous_commit', 'off', true) END
FROM claimed
UNION ALL
SELECT standing, state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at,
       expires_at, outcome, result, result_until, particulars, replays, observed_at, NULL
FROM seen
