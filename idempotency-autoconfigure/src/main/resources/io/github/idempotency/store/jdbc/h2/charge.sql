-- Charges the key, unless it has been charged before: whoever comes second changes nothing.
MERGE INTO idempotency_charge charge
USING (SELECT CAST(:key AS varbinary) AS record_key) told
ON charge.record_key = told.record_key
WHEN NOT MATCHED THEN INSERT (record_key, token, scope, charged_at)
    VALUES (told.record_key, :token, :scope, CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint))
