-- Writes down what an execution has spent; told again, it is there.
INSERT INTO idempotency_expense
    (record_key, token, number, scope, model, input_tokens, output_tokens, amount, currency, price_version, spent_at)
VALUES (:key, :token, :number, :scope, :model, :inputTokens, :outputTokens, :amount, :currency, :priceVersion,
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000)
ON CONFLICT (record_key, token, number) DO NOTHING
