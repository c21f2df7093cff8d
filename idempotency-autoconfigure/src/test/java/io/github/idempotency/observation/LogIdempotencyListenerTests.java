package io.github.idempotency.observation;

import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

import io.github.idempotency.execution.IdempotencyContext;
import io.github.idempotency.execution.IdempotentExecutor;
import io.github.idempotency.execution.IdempotentOperation;
import io.github.idempotency.execution.KeyScope;
import io.github.idempotency.execution.LeaseKeeper;
import io.github.idempotency.execution.ResultCodec;
import io.github.idempotency.store.InMemoryIdempotencyStore;

import static org.assertj.core.api.Assertions.assertThat;

class LogIdempotencyListenerTests {

    private final Logger logger = (Logger) LoggerFactory.getLogger(LogIdempotencyListener.LOGGER);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private final LeaseKeeper keeper = new LeaseKeeper();

    private final IdempotentExecutor executor =
            new IdempotentExecutor(new InMemoryIdempotencyStore(), keeper, new LogIdempotencyListener());

    private final IdempotentOperation operation =
            IdempotentOperation.of(new KeyScope("shop", "orders", "alice"), "secret-key");

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        keeper.close();
    }

    private Map<String, Object> values(int line) {
        return lines.list.get(line).getKeyValuePairs().stream()
                .collect(Collectors.toMap((KeyValuePair pair) -> pair.key, pair -> pair.value));
    }

    @Test
    void everyStepIsALineWithRecordTokenAttemptAndAge() {
        executor.execute(operation, ResultCodec.UTF_8, () -> "answer");
        executor.execute(operation, ResultCodec.UTF_8, () -> "answer");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Guarded call: executed", "Guarded call: completed", "Guarded call: replayed");
        assertThat(values(1))
                .containsEntry("idempotency.event", "completed")
                .containsEntry("idempotency.scope", "orders")
                .containsEntry("idempotency.layer", "service")
                .containsEntry("idempotency.record", operation.storeKey().reference())
                .containsEntry("idempotency.attempt", 1)
                .containsKeys("idempotency.token", "idempotency.started", "idempotency.age_ms");
        assertThat(values(2)).containsEntry("idempotency.token", values(1).get("idempotency.token"));
    }

    @Test
    void noLineHoldsAKeyOrAnOwner() {
        executor.execute(operation, ResultCodec.UTF_8, () -> "answer");
        assertThat(lines.list)
                .isNotEmpty()
                .noneMatch(
                        line -> (line.getFormattedMessage() + line.getKeyValuePairs()).matches(".*(secret|alice).*"));
    }

    @Test
    void whatHappensAllTheTimeIsNotToldByDefault() {
        logger.setLevel(Level.INFO);
        executor.execute(operation, ResultCodec.UTF_8, () -> "answer");
        assertThat(lines.list).isEmpty();
    }

    @Test
    void whatTheActionLogsCarriesItsExecution() {
        String told = executor.execute(operation, ResultCodec.UTF_8, () -> {
            Map<String, String> own = MDC.getCopyOfContextMap();
            executor.execute(
                    IdempotentOperation.of(new KeyScope("shop", "inner", ""), "key"), ResultCodec.UTF_8, () -> {
                        assertThat(MDC.get("idempotency.scope")).isEqualTo("inner");
                        return "";
                    });
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(own);
            return String.join(
                    " ", own.get("idempotency.scope"), own.get("idempotency.record"), own.get("idempotency.attempt"));
        });
        assertThat(told).isEqualTo("orders " + operation.storeKey().reference() + " 1");
        assertThat(MDC.get("idempotency.scope")).isNull();
        assertThat(MDC.get("idempotency.record")).isNull();
        assertThat(MDC.get("idempotency.attempt")).isNull();
    }

    @Test
    void theContextIsLoggedOnOtherThreadsToo() throws Exception {
        String[] seen = new String[1];
        executor.execute(operation, ResultCodec.UTF_8, () -> {
            Runnable look = () -> seen[0] = MDC.get("idempotency.record");
            Thread other = new Thread(IdempotencyContext.current().wrap(look));
            other.start();
            other.join();
            return "";
        });
        assertThat(seen[0]).isEqualTo(operation.storeKey().reference());
    }
}
