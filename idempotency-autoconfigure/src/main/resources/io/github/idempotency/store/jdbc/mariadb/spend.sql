-- Writes down what an execution has spent; told again, it is there.
INSERT INTO idempotency_expense
    (record_key, token, number, scope, model, input_tokens, output_tokens, amount, currency, price_version, spent_at)
VALUES (:key, :token, :number, :scope, :model, :inputTokens, :outputTokens, :amount, :currency, :priceVersion,
        TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)
ON DUPLICATE KEY UPDATE number = idempotency_expense.number
