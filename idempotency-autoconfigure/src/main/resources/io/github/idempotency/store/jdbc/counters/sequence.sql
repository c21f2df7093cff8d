-- Remembers the sequence of a node's flush, if it is later than the latest. Locks the row until the flush is committed.
UPDATE idempotency_counter SET amount = :sequence, updated_at = :now
WHERE bucket = -1 AND application = :application AND counter = :counter AND amount < :sequence
