package io.github.idempotency.torture;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.github.idempotency.Idempotent;
import io.github.idempotency.execution.IdempotencyContext;

/** Work whose effect is a row beside its record. */
@RestController
@ConditionalOnBooleanProperty(JoinedWorkController.PROPERTY)
class JoinedWorkController {

    static final String PROPERTY = "torture.joined";

    private final WorkSteps steps;

    private final JdbcClient database;

    JoinedWorkController(Journal journal, DataSource database) {
        this.steps = new WorkSteps(journal);
        this.database = JdbcClient.create(database);
    }

    @Idempotent(scope = "joined", transactional = true)
    @PostMapping("/joined")
    String joined(@RequestHeader(WorkController.MILLIS) long millis, @RequestHeader(WorkController.FAILS) boolean fails)
            throws Exception {
        IdempotencyContext execution = IdempotencyContext.current();
        return steps.take(
                millis,
                fails,
                receipt -> database.sql("INSERT INTO effect VALUES (?, ?, ?)")
                        .params(execution.storeKey().reference(), execution.fencingToken(), receipt)
                        .update());
    }
}
