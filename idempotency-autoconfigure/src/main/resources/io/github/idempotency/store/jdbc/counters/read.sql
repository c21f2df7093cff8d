-- The sums, or what was added of late.
SELECT bucket, scope, layer, name, amount FROM idempotency_counter
WHERE bucket >= :first AND bucket <= :last AND application = :application
ORDER BY bucket
