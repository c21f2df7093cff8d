package io.github.idempotency.test.store;

import java.time.Duration;
import java.time.Instant;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.github.idempotency.test.MutableClock;

/** The contract on frames with one fault; run by {@link FollowableStoreContractTests} only. */
@ExtendWith(FaultySequencesCase.FaultResolver.class)
class FaultySequencesCase implements FollowableStoreContract {

    static final String FAULT = "sequence-fault";

    private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:00Z"));

    private final FaultySequences store;

    FaultySequencesCase(SequenceFault fault) {
        store = new FaultySequences(fault, clock);
    }

    /** This store tells at once, or never. */
    @BeforeEach
    void doNotWait() {
        Awaitility.setDefaultTimeout(Duration.ofMillis(200));
    }

    @AfterEach
    void waitAgain() {
        Awaitility.reset();
    }

    @Override
    public FaultySequences store() {
        return store;
    }

    @Override
    public void letPass(Duration duration) {
        clock.advance(duration);
    }

    static final class FaultResolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SequenceFault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(FAULT, SequenceFault::valueOf)
                    .orElseThrow();
        }
    }
}
