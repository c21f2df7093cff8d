-- Charges the key, unless it has been charged before: whoever comes second changes nothing.
INSERT INTO idempotency_charge (record_key, token, scope, charged_at)
VALUES (:key, :token, :scope, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000)
ON CONFLICT (record_key) DO NOTHING
