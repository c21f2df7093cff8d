-- What guarded executions have cost. Stays when their records are gone: what may go, and when, is the application's to say.
-- Instants are milliseconds since the epoch by the database's clock.

-- One row per cost that an execution has reported. Unknown is null.
CREATE TABLE IF NOT EXISTS idempotency_expense (
    token         bigint  NOT NULL, -- of the execution: each attempt has its own
    spent_at      bigint  NOT NULL,
    input_tokens  bigint,
    output_tokens bigint,
    number        integer NOT NULL, -- which of the costs of the execution
    record_key    varbinary(16) NOT NULL,
    scope         varchar NOT NULL,
    model         varchar(200),
    amount        numeric(30, 12),
    currency      char(3),
    price_version varchar(200),     -- of the configured prices that gave the amount; null if none did
    CONSTRAINT idempotency_expense_pkey PRIMARY KEY (record_key, token, number)
);

-- One row per key, which is charged with the expenses of one execution.
CREATE TABLE IF NOT EXISTS idempotency_charge (
    token      bigint NOT NULL, -- of the execution
    charged_at bigint NOT NULL,
    record_key varbinary(16) NOT NULL,
    scope      varchar NOT NULL,
    CONSTRAINT idempotency_charge_pkey PRIMARY KEY (record_key)
);
