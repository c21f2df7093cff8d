-- Writes down what an execution has spent; told again, it is there.
MERGE INTO idempotency_expense expense
USING (SELECT CAST(:key AS varbinary) AS record_key, CAST(:token AS bigint) AS token, CAST(:number AS integer) AS number) told
ON expense.record_key = told.record_key AND expense.token = told.token AND expense.number = told.number
WHEN NOT MATCHED THEN INSERT
    (record_key, token, number, scope, model, input_tokens, output_tokens, amount, currency, price_version, spent_at)
    VALUES (told.record_key, told.token, told.number, :scope, :model, :inputTokens, :outputTokens, :amount, :currency,
            :priceVersion, CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS bigint))
