-- Claims the key or tells what stands in the way.
--
-- ON DUPLICATE KEY waits for whoever is at the row and then decides on its latest version. Assignments are made from
-- left to right and see what was assigned before them: the verdict comes first, and every other column follows it. A
-- column that gets the value it has is not written, so the second duplicate of a claim in progress writes nothing.
--
-- The clock is that of the statement's beginning; SYSDATE alone goes on while it waits. It is local time, so a change of
-- the hour may fall into the wait: what is left of the difference without half hours is the wait.
--
-- state:   1 in progress, 2 completed, 3 unknown, 4 released
-- verdict: 1 acquired, 2 taken over, 3 completed, 4 in progress, 5 unknown, 6 mismatch, 7 unreadable
INSERT INTO idempotency_record
    (verdict, state, token, attempt, started_at, lease_until, expires_at, replays,
     irreversible, record_key, fingerprint, scope)
SELECT 1, 1, micros, 1, micros DIV 1000, micros DIV 1000 + request.lease,
       micros DIV 1000 + request.lease + request.retention, 0,
       request.irreversible, request.record_key, request.fingerprint, request.scope
FROM (
    SELECT CAST(:key AS binary) AS record_key, CAST(:fingerprint AS binary) AS fingerprint,
           CAST(:scope AS char) AS scope, :irreversible AS irreversible,
           :lease AS lease, :retention AS retention, :reconciledToken AS reconciled_token,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) AS micros
) request
ON DUPLICATE KEY UPDATE
    verdict = CASE
        WHEN state = 4 OR expires_at <= request.micros DIV 1000 THEN 1
        WHEN idempotency_record.fingerprint <> request.fingerprint THEN 6
        WHEN state = 2 THEN 3
        WHEN state = 1 AND lease_until > request.micros DIV 1000 THEN 4
        WHEN state = 1 AND idempotency_record.irreversible THEN 5
        WHEN state = 3 AND token <> request.reconciled_token THEN 5
        WHEN state = 3 OR state = 1 AND lease_until <= request.micros DIV 1000 THEN 2
        ELSE 7
    END,
    attempt = CASE
        WHEN verdict > 2 THEN attempt WHEN expires_at <= request.micros DIV 1000 THEN 1 ELSE attempt + 1
    END,
    settled_at = CASE
        WHEN verdict <= 2 THEN NULL WHEN verdict = 5 AND state = 1 THEN request.micros DIV 1000 ELSE settled_at
    END,
    state = CASE WHEN verdict <= 2 THEN 1 WHEN verdict = 5 THEN 3 ELSE state END,
    token = CASE
        WHEN verdict > 2 THEN token
        ELSE GREATEST(token + 1, request.micros
            + MOD(GREATEST(TIMESTAMPDIFF(MICROSECOND, NOW(6), SYSDATE(6)), 0), 1800000000))
    END,
    started_at = CASE
        WHEN verdict > 2 THEN started_at
        ELSE (request.micros
            + MOD(GREATEST(TIMESTAMPDIFF(MICROSECOND, NOW(6), SYSDATE(6)), 0), 1800000000)) DIV 1000
    END,
    lease_until = CASE WHEN verdict <= 2 THEN started_at + request.lease WHEN verdict <> 5 THEN lease_until END,
    expires_at = CASE WHEN verdict <= 2 THEN lease_until + request.retention ELSE expires_at END,
    replays = CASE WHEN verdict <= 2 THEN 0 WHEN verdict = 3 THEN replays + 1 ELSE replays END,
    outcome = CASE WHEN verdict > 2 THEN outcome END,
    irreversible = CASE WHEN verdict <= 2 THEN request.irreversible ELSE idempotency_record.irreversible END,
    fingerprint = CASE WHEN verdict <= 2 THEN request.fingerprint ELSE idempotency_record.fingerprint END,
    scope = CASE WHEN verdict <= 2 THEN request.scope ELSE idempotency_record.scope END,
    result = CASE WHEN verdict > 2 THEN result END,
    result_until = CASE WHEN verdict > 2 THEN result_until END,
    particulars = CASE WHEN verdict > 2 THEN particulars END
RETURNING verdict, state, scope, token, attempt, irreversible, fingerprint, started_at, lease_until, settled_at,
    expires_at, outcome, result, result_until, particulars, replays,
    TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000 AS observed_at
