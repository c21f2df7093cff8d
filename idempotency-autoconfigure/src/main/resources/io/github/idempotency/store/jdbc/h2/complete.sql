SELECT expires_at FROM FINAL TABLE (
    UPDATE idempotency_record
    SET state = 2, outcome = :outcome, result = :result, particulars = :particulars, scope = NULL, replays = 0, lease_until = NULL,
        settled_at = CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint),
        expires_at = CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint) + :retention,
        result_until = CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint) + CAST(:resultRetention AS bigint)
    WHERE record_key = :key AND token = :token AND state = 1
      AND expires_at > CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
)
