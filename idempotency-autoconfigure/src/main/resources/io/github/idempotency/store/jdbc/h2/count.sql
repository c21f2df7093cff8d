-- Adds to one counter, in one bucket. Of two that find no row one inserts it; the other fails on the primary key, and its
-- transaction is made again.
MERGE INTO idempotency_counter present
USING (
    SELECT CAST(:bucket AS bigint) AS bucket, CAST(:application AS varbinary) AS application,
           CAST(:counter AS varbinary) AS counter, CAST(:amount AS bigint) AS amount, CAST(:now AS bigint) AS updated_at,
           CAST(:scope AS varchar) AS scope, CAST(:layer AS varchar) AS layer, CAST(:name AS varchar) AS name
) added
ON present.bucket = added.bucket AND present.application = added.application AND present.counter = added.counter
WHEN MATCHED THEN UPDATE SET amount = present.amount + added.amount, updated_at = added.updated_at
WHEN NOT MATCHED THEN INSERT (bucket, application, counter, amount, updated_at, scope, layer, name)
    VALUES (added.bucket, added.application, added.counter, added.amount, added.updated_at, added.scope, added.layer,
            added.name)
