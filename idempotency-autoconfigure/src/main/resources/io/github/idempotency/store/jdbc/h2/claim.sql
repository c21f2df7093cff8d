-- Claims the key or tells what stands in the way.
--
-- MERGE locks the row and then decides on its latest version. Of two callers that find no row one inserts it; the other
-- fails on the primary key, and its statement is made again.
--
-- The clock is that of the statement's beginning, so a claim that has waited for a row has a lease as much shorter.
--
-- state:   1 in progress, 2 completed, 3 unknown, 4 released
-- verdict: 1 acquired, 2 taken over, 3 completed, 4 in progress, 5 unknown, 6 mismatch, 7 unreadable
SELECT verdict, state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at,
       expires_at, outcome, result, result_until, particulars, replays,
       CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint) AS observed_at
FROM FINAL TABLE (
    MERGE INTO idempotency_record record
    USING (
        SELECT CAST(:key AS varbinary) AS record_key, CAST(:fingerprint AS varbinary) AS fingerprint,
               CAST(:scope AS varchar) AS scope, CAST(:irreversible AS boolean) AS irreversible,
               CAST(:lease AS bigint) AS lease, CAST(:retention AS bigint) AS retention,
               CAST(:reconciledToken AS bigint) AS reconciled_token,
               CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000000 AS bigint) AS micros,
               CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint) AS now
    ) request
    ON record.record_key = request.record_key
    WHEN MATCHED AND (record.state = 4 OR record.expires_at <= request.now) THEN UPDATE SET
        verdict = 1,
        attempt = CASE WHEN record.expires_at <= request.now THEN 1 ELSE record.attempt + 1 END,
        state = 1, token = GREATEST(record.token + 1, request.micros), started_at = request.now,
        lease_until = request.now + request.lease, settled_at = NULL,
        expires_at = request.now + request.lease + request.retention, replays = 0, outcome = NULL,
        irreversible = request.irreversible, fingerprint = request.fingerprint, scope = request.scope, result = NULL,
        result_until = NULL, particulars = NULL
    WHEN MATCHED AND record.fingerprint <> request.fingerprint THEN UPDATE SET
        verdict = 6
    WHEN MATCHED AND record.state = 2 THEN UPDATE SET
        verdict = 3, replays = record.replays + 1
    WHEN MATCHED AND record.state = 1 AND record.lease_until > request.now THEN UPDATE SET
        verdict = 4
    WHEN MATCHED AND record.state = 1 AND record.irreversible THEN UPDATE SET
        verdict = 5, state = 3, lease_until = NULL, settled_at = request.now
    WHEN MATCHED AND record.state = 3 AND record.token <> request.reconciled_token THEN UPDATE SET
        verdict = 5
    WHEN MATCHED AND (record.state = 3 OR record.state = 1 AND record.lease_until <= request.now) THEN UPDATE SET
        verdict = 2, attempt = record.attempt + 1,
        state = 1, token = GREATEST(record.token + 1, request.micros), started_at = request.now,
        lease_until = request.now + request.lease, settled_at = NULL,
        expires_at = request.now + request.lease + request.retention, replays = 0, outcome = NULL,
        irreversible = request.irreversible, fingerprint = request.fingerprint, scope = request.scope, result = NULL,
        result_until = NULL, particulars = NULL
    WHEN MATCHED THEN UPDATE SET
        verdict = 7
    WHEN NOT MATCHED THEN INSERT
        (verdict, state, token, attempt, started_at, lease_until, expires_at, replays,
         irreversible, record_key, fingerprint, scope)
        VALUES (1, 1, request.micros, 1, request.now, request.now + request.lease,
                request.now + request.lease + request.retention, 0,
                request.irreversible, request.record_key, request.fingerprint, request.scope)
)
