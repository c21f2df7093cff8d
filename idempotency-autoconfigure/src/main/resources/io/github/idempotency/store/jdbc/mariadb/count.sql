-- Adds to one counter, in one bucket.
INSERT INTO idempotency_counter (bucket, application, counter, amount, updated_at, scope, layer, name)
VALUES (:bucket, :application, :counter, :amount, :now, :scope, :layer, :name)
ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount), updated_at = VALUES(updated_at)
