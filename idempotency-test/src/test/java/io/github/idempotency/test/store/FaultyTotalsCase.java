package io.github.idempotency.test.store;

import java.time.Duration;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract on sums with one fault; run by {@link TotallingStoreContractTests} only. */
@ExtendWith(FaultyTotalsCase.FaultResolver.class)
class FaultyTotalsCase implements TotallingStoreContract {

    static final String FAULT = "counter-fault";

    private final FaultyTotals store;

    FaultyTotalsCase(CounterFault fault) {
        store = new FaultyTotals(fault);
    }

    @Override
    public FaultyTotals store() {
        return store;
    }

    @Override
    public void letPass(Duration duration) {
        throw new UnsupportedOperationException("No guarantee of sums is about time");
    }

    static final class FaultResolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == CounterFault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(FAULT, CounterFault::valueOf)
                    .orElseThrow();
        }
    }
}
