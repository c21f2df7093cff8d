-- Adds to one counter, in one bucket.
INSERT INTO idempotency_counter AS present (bucket, application, counter, amount, updated_at, scope, layer, name)
VALUES (:bucket, :application, :counter, :amount, :now, :scope, :layer, :name)
ON CONFLICT (bucket, application, counter)
DO UPDATE SET amount = present.amount + excluded.amount, updated_at = excluded.updated_at
