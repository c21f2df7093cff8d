-- Charges the key, unless it has been charged before: whoever comes second changes nothing.
INSERT INTO idempotency_charge (record_key, token, scope, charged_at)
VALUES (:key, :token, :scope, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)
ON DUPLICATE KEY UPDATE token = idempotency_charge.token
