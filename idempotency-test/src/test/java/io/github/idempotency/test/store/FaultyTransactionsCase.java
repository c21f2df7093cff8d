package io.github.idempotency.test.store;

import java.time.Duration;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract on transactions with one fault; run by {@link TransactionalStoreContractTests} only. */
@ExtendWith(FaultyTransactionsCase.FaultResolver.class)
class FaultyTransactionsCase implements TransactionalStoreContract {

    static final String FAULT = "transaction-fault";

    private final FaultyTransactions store;

    FaultyTransactionsCase(TransactionFault fault) {
        store = new FaultyTransactions(fault);
    }

    @Override
    public FaultyTransactions store() {
        return store;
    }

    @Override
    public void write(String text) {
        store.write(text);
    }

    @Override
    public boolean isWritten(String text) {
        return store.isWritten(text);
    }

    @Override
    public void letPass(Duration duration) {
        throw new UnsupportedOperationException("No guarantee of transactions is about time");
    }

    static final class FaultResolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == TransactionFault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(FAULT, TransactionFault::valueOf)
                    .orElseThrow();
        }
    }
}
