-- What has not been added to for long, of some minutes, of sums or of nodes.
DELETE FROM idempotency_counter WHERE bucket >= :first AND bucket <= :last AND updated_at < :before
