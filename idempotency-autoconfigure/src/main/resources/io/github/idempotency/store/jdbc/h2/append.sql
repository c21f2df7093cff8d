-- Appends frames to the sequence of a claim, if the claim is still the caller's and no frame before them is missing.
-- Frames that are there are passed over, and counted with the others. The record is locked, so that a completion or a
-- claim comes before or after.
--
-- The frames come one after the other in one value, their sizes as "3,0,12".
SELECT COUNT(*)
FROM FINAL TABLE (
    MERGE INTO idempotency_frame frames
    USING (
        SELECT owned.record_key, owned.token, CAST(:first AS integer) + part.place - 1 AS position,
               SUBSTRING(CAST(:bytes AS varbinary) FROM part.start + 1 FOR part.size) AS frame
        FROM (
            SELECT record_key, token FROM idempotency_record
            WHERE record_key = :key AND token = :token AND state = 1
              AND expires_at > CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint)
              AND (CAST(:first AS integer) = 0 OR EXISTS (
                  SELECT 1 FROM idempotency_frame
                  WHERE record_key = :key AND token = :token AND position = CAST(:first AS integer) - 1))
            FOR UPDATE
        ) owned
        CROSS JOIN (
            SELECT place, size, CAST(SUM(size) OVER (ORDER BY place) AS integer) - size AS start
            FROM (
                SELECT x AS place, CAST(REGEXP_SUBSTR(:sizes, '[0-9]+', 1, CAST(x AS integer)) AS integer) AS size
                FROM SYSTEM_RANGE(1, :count)
            ) listed
        ) part
    ) appended
    ON frames.record_key = appended.record_key AND frames.token = appended.token
        AND frames.position = appended.position
    WHEN MATCHED THEN UPDATE SET position = appended.position
    WHEN NOT MATCHED THEN INSERT (record_key, token, position, frame)
        VALUES (appended.record_key, appended.token, appended.position, appended.frame)
)
