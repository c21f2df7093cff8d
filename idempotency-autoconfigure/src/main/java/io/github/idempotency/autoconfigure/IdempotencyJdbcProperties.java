package io.github.idempotency.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Records in a database.
 *
 * @param initializeSchema When the table is created at startup.
 * @param timeout How long a statement may take, in whole seconds.
 * @param sweepInterval How often expired rows are deleted. 0 for never.
 * @param sweepBatchSize How many rows one statement deletes at most.
 */
@ConfigurationProperties("idempotency.jdbc")
record IdempotencyJdbcProperties(
        @DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("1m") Duration sweepInterval,
        @DefaultValue("1000") int sweepBatchSize) {}
