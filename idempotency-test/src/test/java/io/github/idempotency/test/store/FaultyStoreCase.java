package io.github.idempotency.test.store;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.github.idempotency.test.MutableClock;

/** The contract on a store with one fault; run by {@link IdempotencyStoreContractTests} only. */
@ExtendWith(FaultyStoreCase.FaultResolver.class)
class FaultyStoreCase
        implements IdempotencyStoreContract,
                RenewableStoreContract,
                InspectableStoreContract,
                RecoverableStoreContract,
                ErasingStoreContract {

    static final String FAULT = "fault";

    private final MutableClock clock = new MutableClock(Instant.parse("2030-01-01T00:00:00Z"));

    private final FaultyStore store;

    FaultyStoreCase(Fault fault) {
        store = new FaultyStore(fault, clock);
    }

    @Override
    public FaultyStore store() {
        return store;
    }

    @Override
    public void letPass(Duration duration) {
        clock.advance(duration);
    }

    @Override
    public boolean holds(byte[] bytes) {
        return store.holds(bytes);
    }

    @Override
    public Duration patience() {
        return Duration.ofMillis(200);
    }

    static final class FaultResolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Fault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(FAULT, Fault::valueOf).orElseThrow();
        }
    }
}
